import CareTeamCore

/// The nurse's answer to one message, and her receipt for it; their ids follow from the message's, so that there is
/// one answer whatever happens.
struct DemoReply {
  let message: JSON
  let request: JSON
  let now: Instant

  private var conversation: String { request["id"]?.string ?? "" }
  private var answered: String { "\(message["resourceType"]?.string ?? "")/\(message["id"]?.string ?? "")" }
  private var nurse: JSON {
    DemoPerson.all.first { $0.reference == DemoClinic.nurse }?.asReference ?? ["reference": .string(DemoClinic.nurse)]
  }

  /// The answer's id.
  var id: String { DemoClinic.hexDigest("answer/\(answered)", bytes: 16) }

  /// The id of the nurse's receipt in this conversation.
  var receiptID: String { DemoClinic.hexDigest("\(conversation)/\(DemoClinic.nurse)", bytes: 8) }

  /// The patient it is about.
  var patient: String { request["subject"]?["reference"]?.string ?? "" }

  /// The answer.
  var communication: JSON {
    let link: JSON = [["reference": .string("CommunicationRequest/\(conversation)")]]
    var resource: JSON = [
      "resourceType": "Communication",
      "identifier": [
        [
          "system": "urn:ietf:rfc:3986", "value": .string("urn:uuid:\(DemoClinic.uuid("answer/\(answered)"))"),
        ]
      ],
      "basedOn": link, "partOf": link, "inResponseTo": [["reference": .string(answered)]], "status": "completed",
    ]
    resource["priority"] = request["priority"]
    resource["subject"] = request["subject"]
    resource["sent"] = .string(now.fhirInstant)
    resource["sender"] = nurse
    resource["recipient"] = .array(recipients)
    resource["payload"] = [["contentString": .string(text)]]
    return resource
  }

  /// That she has read the message.
  var receipt: JSON {
    var task: JSON = [
      "resourceType": "Task",
      "identifier": [
        ["system": "urn:careteam:read-receipt", "value": .string("\(conversation)/\(DemoClinic.nurse)")]
      ],
      "basedOn": [["reference": .string("CommunicationRequest/\(conversation)")]],
      "status": "completed", "intent": "order", "code": DemoThread.taskCode("read-receipt"),
      "focus": ["reference": .string(answered)],
    ]
    task["for"] = request["subject"]
    task["lastModified"] = .string(now.fhirInstant)
    task["owner"] = nurse
    task["output"] = [
      ["type": DemoThread.taskCode("delivered"), "valueReference": ["reference": .string(answered)]]
    ]
    return task
  }

  /// Everyone who takes part but the nurse, each once.
  var recipients: [JSON] {
    var seen: Set<String> = [DemoClinic.nurse]
    let all = ResourceStore.participants(of: message) + ResourceStore.participants(of: request)
    return all.filter { seen.insert($0["reference"]?.string ?? "").inserted }
  }

  private var text: String {
    let payload = message["payload"]?.array ?? []
    let person = DemoPerson.all.first { $0.reference == message["sender"]?["reference"]?.string }
    let display = message["sender"]?["display"]?.string ?? ""
    return DemoAnswer(
      type: request["category"]?[0]?["coding"]?[0]?["code"]?.string,
      given: person?.given ?? display.split(separator: " ").first.map(String.init) ?? "there",
      text: payload.compactMap { $0["contentString"]?.string }.joined(separator: "\n"),
      hasAttachment: payload.contains { $0["contentAttachment"] != nil }
    ).reply
  }
}
