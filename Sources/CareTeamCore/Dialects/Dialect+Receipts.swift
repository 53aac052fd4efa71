extension Dialect {
  /// The code system of careteam's Tasks and their outputs.
  package static let taskSystem = "urn:careteam:task"
  /// The identifier system of read receipts.
  package static let receiptSystem = "urn:careteam:read-receipt"

  /// Reads a Task that says how far a participant has come; other Tasks are none of careteam's.
  func receipt(_ resource: Resource, _ reference: Reference) -> ServerReceipt? {
    guard resource.concepts("code").contains(where: { $0.has("read-receipt", of: Self.taskSystem) }),
      let owner = resource.reference("owner"),
      let conversation = resource.reference("basedOn", type: "CommunicationRequest")
        ?? resource.reference("basedOn", type: "Communication")
    else { return nil }
    func outputs(_ code: String) -> [Reference] {
      resource.json["output"]?.array
        .filter { $0["type"].map(CodeableConcept.init)?.has(code, of: Self.taskSystem) ?? false }
        .compactMap { Resource($0).reference("valueReference") } ?? []
    }
    return ServerReceipt(
      reference: reference, version: resource.version, conversation: conversation, owner: owner,
      readThrough: resource.reference("focus"),
      deliveredThrough: outputs("delivered").first, readAlso: outputs("read"),
      at: resource.instant("lastModified") ?? resource.lastUpdated)
  }

  /// The Task for a participant who has had none: created on the condition that there is none (FHIR R4 §3.1.0.8.1).
  package func createReceipt(_ progress: ReceiptProgress, base: String) -> HTTPRequest {
    let identifier = "\(progress.conversation.id)/\(progress.owner)"
    var task: JSON = [
      "resourceType": "Task",
      "identifier": [["system": .string(Self.receiptSystem), "value": .string(identifier)]],
      "basedOn": [["reference": .string(progress.conversation.description)]],
      "intent": "order",
      "code": ["coding": [["system": .string(Self.taskSystem), "code": "read-receipt"]]],
      "owner": ["reference": .string(progress.owner.description)],
    ]
    if let patient = progress.patient { task["for"] = ["reference": .string(patient.description)] }
    for (member, value) in members(of: progress) { task[member] = value }
    var request = HTTPRequest(post: task, to: "\(base)/Task")
    request.headers["If-None-Exist"] = "identifier=\(Self.receiptSystem)|\(identifier)"
    request.isRepeatable = hasConditionalCreate
    return request
  }

  /// The change to a participant's Task. It begins with a test of the owner, so that it can only ever change the Task
  /// it means (RFC 6902 §4.6).
  package func updateReceipt(_ progress: ReceiptProgress, task: Reference, base: String) -> HTTPRequest {
    var operations: [JSON] = [
      ["op": "test", "path": "/owner/reference", "value": .string(progress.owner.description)]
    ]
    for (member, value) in members(of: progress) {
      operations.append(["op": "add", "path": .string("/\(member)"), "value": value])
    }
    return HTTPRequest(patch: operations, to: "\(base)/\(task)")
  }

  /// Says on a message that its only recipient has it (`Communication.received`).
  package func markReceived(_ message: Reference, at instant: Instant, base: String) -> HTTPRequest {
    var operations: [JSON] = [
      ["op": "test", "path": "/id", "value": .string(message.id)],
      ["op": "add", "path": "/received", "value": .string(instant.rfc3339)],
    ]
    if receipts == .status { operations.append(["op": "add", "path": "/status", "value": "completed"]) }
    return HTTPRequest(patch: operations, to: "\(base)/\(message)")
  }

  /// Opens or closes a conversation, if its status is still what was seen (RFC 6902 §4.6).
  package func setClosed(_ conversation: Reference, _ closed: Bool, from status: String?, base: String) -> HTTPRequest {
    var operations: [JSON] = []
    if let status { operations.append(["op": "test", "path": "/status", "value": .string(status)]) }
    operations.append(["op": "add", "path": "/status", "value": .string(Self.status(of: conversation, closed))])
    return HTTPRequest(patch: operations, to: "\(base)/\(conversation)")
  }

  /// The same as an update of the whole resource, if it is still the version that was seen (FHIR R4 §3.1.0.5).
  package func replaceClosed(_ conversation: Resource, _ closed: Bool, base: String) -> HTTPRequest {
    let reference = conversation.reference ?? Reference(type: "CommunicationRequest", id: conversation.id ?? "")
    var json = conversation.json
    json["status"] = .string(Self.status(of: reference, closed))
    var request = HTTPRequest("PUT", "\(base)/\(reference)", body: .bytes(json.bytes()))
    request.headers["Content-Type"] = HTTPRequest.fhirJSON
    request.headers["Accept"] = HTTPRequest.fhirJSON
    if let version = conversation.version { request.headers["If-Match"] = "W/\"\(version)\"" }
    return request
  }

  /// The status of a conversation that is open or closed (FHIR R4 value sets request-status and event-status).
  package static func status(of conversation: Reference, _ closed: Bool) -> String {
    closed ? "completed" : conversation.type == "CommunicationRequest" ? "active" : "in-progress"
  }

  /// The Task in an answer, or named by its `Location`.
  package func receiptTask(in response: HTTPResponse) -> (reference: Reference, version: String?)? {
    stored(response, type: "Task")
  }

  private func members(of progress: ReceiptProgress) -> [(String, JSON)] {
    var members: [(String, JSON)] = [
      ("status", progress.isComplete ? "completed" : "received"),
      ("lastModified", .string(progress.at.rfc3339)),
    ]
    if let read = progress.readThrough { members.append(("focus", ["reference": .string(read.description)])) }
    let outputs = (progress.deliveredThrough.map { [("delivered", $0)] } ?? []) + progress.readAlso.map { ("read", $0) }
    if !outputs.isEmpty {
      members.append(
        (
          "output",
          .array(
            outputs.map { code, message in
              [
                "type": ["coding": [["system": .string(Self.taskSystem), "code": .string(code)]]],
                "valueReference": ["reference": .string(message.description)],
              ]
            })
        ))
    }
    return members
  }
}

/// How far the account's user has come in a conversation.
package struct ReceiptProgress: Sendable, Equatable {
  package var conversation: Reference
  package var patient: Reference?
  package var owner: Reference
  /// The last message read.
  package var readThrough: Reference?
  /// The last message this program has.
  package var deliveredThrough: Reference?
  /// Messages after `readThrough` that were read all the same.
  package var readAlso: [Reference]
  /// Whether nothing is unread.
  package var isComplete: Bool
  package var at: Instant

  /// A progress to tell.
  package init(
    conversation: Reference, patient: Reference?, owner: Reference, readThrough: Reference?,
    deliveredThrough: Reference?, readAlso: [Reference] = [], isComplete: Bool, at: Instant
  ) {
    self.conversation = conversation
    self.patient = patient
    self.owner = owner
    self.readThrough = readThrough
    self.deliveredThrough = deliveredThrough
    self.readAlso = readAlso
    self.isComplete = isComplete
    self.at = at
  }
}
