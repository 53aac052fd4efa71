import CareTeamCore

/// Resources as the clients send them.
enum Samples {
  static func conversation(
    about patient: String = "a", from sender: String = "Patient/a", to recipients: [String] = ["Practitioner/lee"],
    status: String = "active", identifier: String? = nil, authored: String = "2026-11-23T08:00:00Z"
  ) -> JSON {
    var resource: JSON = [
      "resourceType": "CommunicationRequest", "status": .string(status), "priority": "routine",
      "subject": ["reference": .string("Patient/" + patient)], "sender": ["reference": .string(sender)],
      "requester": ["reference": .string(sender)],
      "recipient": .array(recipients.map { ["reference": .string($0)] }), "authoredOn": .string(authored),
      "payload": [["contentString": "Hello"]],
    ]
    if let identifier { resource["identifier"] = [name(identifier)] }
    return resource
  }

  static func message(
    in conversation: String, about patient: String = "a", from sender: String = "Patient/a",
    to recipients: [String] = ["Practitioner/lee"], identifier: String? = nil, sent: String? = "2026-11-23T09:00:00Z"
  ) -> JSON {
    let link: JSON = [["reference": .string("CommunicationRequest/" + conversation)]]
    var resource: JSON = [
      "resourceType": "Communication", "status": "completed", "basedOn": link, "partOf": link,
      "subject": ["reference": .string("Patient/" + patient)], "sender": ["reference": .string(sender)],
      "recipient": .array(recipients.map { ["reference": .string($0)] }),
      "payload": [["contentString": "Is 1.10 mg right?"]],
    ]
    if let sent { resource["sent"] = .string(sent) }
    if let identifier { resource["identifier"] = [name(identifier)] }
    return resource
  }

  static func receipt(_ conversation: String, owner: String = "Patient/a", patient: String = "a") -> JSON {
    [
      "resourceType": "Task", "status": "requested", "intent": "order",
      "identifier": [["system": "urn:careteam:read-receipt", "value": .string("\(conversation)/\(owner)")]],
      "code": ["coding": [["system": "urn:careteam:task", "code": "read-receipt"]]],
      "basedOn": [["reference": .string("CommunicationRequest/" + conversation)]],
      "for": ["reference": .string("Patient/" + patient)], "owner": ["reference": .string(owner)],
    ]
  }

  static func name(_ value: String) -> JSON { ["system": "urn:ietf:rfc:3986", "value": .string(value)] }
}
