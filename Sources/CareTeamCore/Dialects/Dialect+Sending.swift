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

  /// Asks whether the server has a message already, by the identifier its writer gave it.
  package func lookUp(_ message: Outgoing, base: String) -> HTTPRequest {
    HTTPRequest(search: message.resourceType, [("identifier", message.identifier), ("_count", "3")], base: base)
  }

  /// The create of a message, on the condition that the server has none of this identifier (FHIR R4 §3.1.0.8.1).
  package func send(_ message: Outgoing, base: String) -> HTTPRequest {
    var request = HTTPRequest(post: resource(message), to: "\(base)/\(message.resourceType)")
    request.headers["If-None-Exist"] = "identifier=\(message.identifier)"
    return request
  }

  private func resource(_ message: Outgoing) -> JSON {
    var json: JSON = [
      "resourceType": .string(message.resourceType),
      "identifier": [
        ["system": "urn:ietf:rfc:3986", "value": .string("urn:uuid:\(message.clientId)")]
      ],
    ]
    if let opening = message.opening {
      describe(opening, sentAt: message.sentAt, in: &json)
    } else if let conversation = message.conversation {
      describeReply(message, in: conversation, json: &json)
    }
    if let patient = message.patient ?? message.opening?.patient { json["subject"] = patient.fhir }
    json["sender"] = message.sender.fhir
    json["recipient"] = .array(message.recipients.map(\.fhir))
    json["payload"] = .array(payload(message))
    return json
  }

  private func describe(_ opening: NewConversation, sentAt: Instant, in json: inout JSON) {
    json["status"] = "active"
    json["priority"] = .string(opening.priority.fhirCode)
    let coding: JSON = [
      "system": .string(MessageType.system), "code": .string(opening.type.rawValue),
      "display": .string(opening.type.title),
    ]
    json["category"] = [["coding": [coding], "text": .string(opening.type.title)]]
    json["reasonCode"] = [["text": .string(opening.subject)]]
    json["authoredOn"] = .string(sentAt.rfc3339)
  }

  /// A reply names its conversation twice, since servers differ in which of the two they read.
  private func describeReply(_ message: Outgoing, in conversation: Reference, json: inout JSON) {
    let link: JSON = [["reference": .string(conversation.description)]]
    if conversation.type == "CommunicationRequest" { json["basedOn"] = link }
    json["partOf"] = link
    if let answered = message.inReplyTo { json["inResponseTo"] = [["reference": .string(answered.description)]] }
    json["status"] = "completed"
    json["sent"] = .string(message.sentAt.rfc3339)
  }

  private func payload(_ message: Outgoing) -> [JSON] {
    let text: [JSON] = message.text.isEmpty ? [] : [["contentString": .string(message.text)]]
    return text
      + message.attachments.map { file, url in
        [
          "contentAttachment": [
            "extension": [["url": .string(ServerAttachment.sha256Extension), "valueString": .string(file.sha256)]],
            "contentType": .string(file.contentType), "url": .string(url),
            "size": .number(String(file.size)), "hash": .string(file.sha1), "title": .string(file.filename),
          ]
        ]
      }
  }
}

extension Participant {
  /// The participant as a FHIR reference with a display name.
  fileprivate var fhir: JSON { ["reference": .string(reference.description), "display": .string(name)] }
}
