extension Dialect {
  /// The upload of a file's bytes as they are (FHIR R4 §2.43 Binary), readable by whoever may read the context.
  package func upload(_ file: DraftAttachment, context: Reference?, base: String) -> HTTPRequest {
    var request = HTTPRequest("POST", "\(base)/Binary", body: .file(path: file.path, size: file.size))
    request.headers["Content-Type"] = file.contentType
    request.headers["Accept"] = HTTPRequest.fhirJSON
    request.headers["Prefer"] = "return=minimal"
    if let context { request.headers["X-Security-Context"] = context.description }
    return request
  }

  /// The upload of a file as a resource, for servers that take nothing else (FHIR R4 §2.43 Binary.data).
  ///
  /// - Parameter data: its bytes as base64.
  package func upload(_ data: String, of file: DraftAttachment, context: Reference?, base: String) -> HTTPRequest {
    var binary: JSON = [
      "resourceType": "Binary", "contentType": .string(file.contentType), "data": .string(data),
    ]
    if let context { binary["securityContext"] = ["reference": .string(context.description)] }
    var request = HTTPRequest(post: binary, to: "\(base)/Binary")
    request.headers["Prefer"] = "return=minimal"
    return request
  }

  /// The resource type that a message becomes.
  package func resourceType(of message: Outgoing) -> String {
    message.conversation == nil && opening == .request ? "CommunicationRequest" : "Communication"
  }

  /// Asks whether the server has a message already, by the identifier its writer gave it.
  package func lookUp(_ message: Outgoing, base: String) -> HTTPRequest {
    HTTPRequest(search: resourceType(of: message), [("identifier", message.identifier), ("_count", "3")], base: base)
  }

  /// The create of a message, on the condition that the server has none of this identifier (FHIR R4 §3.1.0.8.1).
  package func send(_ message: Outgoing, base: String) -> HTTPRequest {
    create(resource(message), identifier: message.identifier, base: base)
  }

  /// The create of what heads a new conversation, before its first message; nil where that message is the beginning.
  package func begin(_ message: Outgoing, base: String) -> HTTPRequest? {
    guard opening == .header, let opening = message.opening else { return nil }
    var header = envelope(message, identifier: (Self.headerSystem, message.clientId))
    describe(opening, sentAt: message.sentAt, in: &header)
    header["status"] = "in-progress"
    return create(header, identifier: "\(Self.headerSystem)|\(message.clientId)", base: base)
  }

  /// The identifier system of what heads a conversation; its value is that of the first message.
  private static let headerSystem = "urn:careteam:conversation"

  private func create(_ resource: JSON, identifier: String, base: String) -> HTTPRequest {
    var request = HTTPRequest(post: resource, to: "\(base)/\(resource["resourceType"]?.string ?? "")")
    request.headers["If-None-Exist"] = "identifier=\(identifier)"
    request.isRepeatable = hasConditionalCreate
    return request
  }

  private func resource(_ message: Outgoing) -> JSON {
    var json = envelope(message, identifier: ("urn:ietf:rfc:3986", "urn:uuid:\(message.clientId)"))
    if let opening = message.opening {
      describe(opening, sentAt: message.sentAt, in: &json)
    } else if let conversation = message.conversation {
      describeReply(message, in: conversation, json: &json)
    }
    json["payload"] = .array(payload(message))
    return json
  }

  /// Who writes to whom about whom.
  private func envelope(_ message: Outgoing, identifier: (system: String, value: String)) -> JSON {
    var json: JSON = [
      "resourceType": .string(resourceType(of: message)),
      "identifier": [["system": .string(identifier.system), "value": .string(identifier.value)]],
    ]
    if let patient = message.patient ?? message.opening?.patient { json["subject"] = patient.fhir }
    json["sender"] = message.sender.fhir
    if !message.recipients.isEmpty { json["recipient"] = .array(message.recipients.map(\.fhir)) }
    return json
  }

  private func describe(_ opening: NewConversation, sentAt: Instant, in json: inout JSON) {
    json["priority"] = .string(opening.priority.fhirCode)
    let coding: JSON = [
      "system": .string(MessageType.system), "code": .string(opening.type.rawValue),
      "display": .string(opening.type.title),
    ]
    json["category"] = [["coding": [coding], "text": .string(opening.type.title)]]
    guard json["resourceType"] == "CommunicationRequest" else {
      json["topic"] = ["text": .string(opening.subject)]
      json["status"] = .string(sentStatus)
      json["sent"] = .string(sentAt.rfc3339)
      return
    }
    json["reasonCode"] = [["text": .string(opening.subject)]]
    json["status"] = "active"
    json["authoredOn"] = .string(sentAt.rfc3339)
  }

  /// A reply names its conversation twice, since servers differ in which of the two they read.
  private func describeReply(_ message: Outgoing, in conversation: Reference, json: inout JSON) {
    let link: JSON = [["reference": .string(conversation.description)]]
    if conversation.type == "CommunicationRequest" { json["basedOn"] = link }
    if conversation.isThread {
      if let thread = message.threadExtension { json["extension"] = [thread] }
    } else {
      json["partOf"] = link
    }
    if let answered = message.inReplyTo { json["inResponseTo"] = [["reference": .string(answered.description)]] }
    json["status"] = .string(sentStatus)
    json["sent"] = .string(message.sentAt.rfc3339)
  }

  private func payload(_ message: Outgoing) -> [JSON] {
    let text: [JSON] = message.text.isEmpty ? [] : [["contentString": .string(message.text)]]
    return text
      + message.attachments.map { file, content in
        var attachment: JSON = [
          "extension": [["url": .string(ServerAttachment.sha256Extension), "valueString": .string(file.sha256)]],
          "contentType": .string(file.contentType), "size": .number(String(file.size)),
          "hash": .string(file.sha1), "title": .string(file.filename),
        ]
        switch content {
        case .url(let url): attachment["url"] = .string(url)
        case .data(let data): attachment["data"] = .string(data)
        }
        return ["contentAttachment": attachment]
      }
  }
}

extension Participant {
  /// The participant as a FHIR reference with a display name.
  fileprivate var fhir: JSON {
    let isNamed = name != reference.description
    return isNamed
      ? ["reference": .string(reference.description), "display": .string(name)]
      : ["reference": .string(reference.description)]
  }
}
