import CareTeamCore

/// One story as resources: its CommunicationRequest, Communications and read-receipt Tasks.
struct DemoThread {
  private let story: DemoStory
  private let now: Instant
  private let patient: DemoPerson
  private let participants: [DemoPerson]

  /// Refuses a story that names someone who is not of the clinic.
  init(story: DemoStory, now: Instant) throws(DemoStoryError) {
    let people = ([story.patient] + story.team).compactMap(DemoPerson.named)
    guard let patient = people.first, people.count == story.team.count + 1, !story.messages.isEmpty,
      story.messages.allSatisfy({ message in
        people.contains { $0.key == message.sender } && message.files.allSatisfy { DemoFile.named($0) != nil }
      })
    else { throw DemoStoryError(line: story.id) }
    self.story = story
    self.now = now
    self.patient = patient
    self.participants = people
  }

  /// The request with the first message, then the other messages.
  var messages: [JSON] { story.messages.indices.map { $0 == 0 ? request : communication($0) } }

  private var request: JSON {
    var resource = envelope(0, type: "CommunicationRequest", id: story.id, status: story.status)
    resource["authoredOn"] = .string(sent(0).rfc3339)
    resource["category"] = [
      [
        "coding": [
          [
            "system": "urn:careteam:message-type", "code": .string(story.type),
            "display": .string(Self.typeNames[story.type] ?? story.type),
          ]
        ],
        "text": .string(Self.typeNames[story.type] ?? story.type),
      ]
    ]
    let medium = Self.media[story.medium] ?? ("electronic data", "Secure message")
    resource["medium"] = [
      [
        "coding": [
          [
            "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode", "code": .string(story.medium),
            "display": .string(medium.display),
          ]
        ],
        "text": .string(medium.text),
      ]
    ]
    resource["reasonCode"] = [["text": .string(story.subject)]]
    resource["requester"] = resource["sender"]
    return resource
  }

  private func communication(_ index: Int) -> JSON {
    let isRetracted = story.messages[index].isRetracted
    let status = isRetracted ? "entered-in-error" : "completed"
    var resource = envelope(index, type: "Communication", id: id(index), status: status)
    let conversation: JSON = ["reference": .string("CommunicationRequest/\(story.id)")]
    resource["basedOn"] = [conversation]
    resource["partOf"] = [conversation]
    resource["inResponseTo"] = [["reference": .string(reference(index - 1))]]
    resource["sent"] = .string(sent(index).rfc3339)
    if participants.count == 2, let received = received(index) { resource["received"] = .string(received.rfc3339) }
    return resource
  }

  /// The members that requests and messages share.
  private func envelope(_ index: Int, type: String, id: String, status: String) -> JSON {
    let message = story.messages[index]
    let sender = participants.first { $0.key == message.sender } ?? patient
    return [
      "resourceType": .string(type), "id": .string(id),
      "identifier": [
        [
          "system": "urn:ietf:rfc:3986",
          "value": .string("urn:uuid:\(DemoClinic.uuid("\(story.id)/\(index)"))"),
        ]
      ],
      "status": .string(status), "priority": .string(story.priority), "subject": patient.asReference,
      "sender": sender.asReference,
      "recipient": .array(participants.filter { $0.key != sender.key }.map(\.asReference)),
      "payload": .array([["contentString": .string(message.text)]] + message.files.compactMap(payload)),
    ]
  }

  private func id(_ index: Int) -> String { DemoClinic.hexDigest("\(story.id)/\(index)", bytes: 8) }

  private func reference(_ index: Int) -> String {
    index == 0 ? "CommunicationRequest/\(story.id)" : "Communication/\(id(index))"
  }

  private func payload(_ name: String) -> JSON? {
    DemoFile.named(name)?.payload(binaryID: DemoClinic.binaryID(story: story.id, file: name))
  }
}

extension DemoThread {
  /// A Task for each participant whom a message has reached.
  var receipts: [JSON] { participants.compactMap(receipt) }

  private func receipt(_ owner: DemoPerson) -> JSON? {
    let addressed = story.messages.indices.filter { story.messages[$0].sender != owner.key }
    let delivered = addressed.count - (story.undelivered[owner.key] ?? 0)
    let read = addressed.count - max(story.unread[owner.key] ?? 0, story.undelivered[owner.key] ?? 0)
    guard delivered > 0 else { return nil }
    let status = read == addressed.count ? "completed" : delivered == addressed.count ? "received" : "requested"
    var task: JSON = [
      "resourceType": "Task", "id": .string(DemoClinic.hexDigest("\(story.id)/\(owner.reference)", bytes: 8)),
      "identifier": [
        ["system": "urn:careteam:read-receipt", "value": .string("\(story.id)/\(owner.reference)")]
      ],
      "basedOn": [["reference": .string("CommunicationRequest/\(story.id)")]],
      "status": .string(status), "intent": "order", "code": Self.taskCode("read-receipt"),
    ]
    if read > 0 { task["focus"] = ["reference": .string(reference(addressed[read - 1]))] }
    task["for"] = patient.asReference
    task["lastModified"] = .string(later(addressed[max(read, 1) - 1], minutes: 9).rfc3339)
    task["owner"] = owner.asReference
    task["output"] = [
      [
        "type": Self.taskCode("delivered"),
        "valueReference": ["reference": .string(reference(addressed[delivered - 1]))],
      ]
    ]
    return task
  }

  /// When a message of a conversation of two reached the other, if it has.
  private func received(_ index: Int) -> Instant? {
    let sender = story.messages[index].sender
    guard let owner = participants.first(where: { $0.key != sender }) else { return nil }
    let later = story.messages[index...].count { $0.sender == sender }
    return later > story.undelivered[owner.key] ?? 0 ? self.later(index, minutes: 2) : nil
  }

  static func taskCode(_ code: String) -> JSON {
    ["coding": [["system": "urn:careteam:task", "code": .string(code)]]]
  }

  private func later(_ index: Int, minutes: Int64) -> Instant {
    min(sent(index).adding(seconds: minutes * 60), now)
  }

  private func sent(_ index: Int) -> Instant {
    switch story.messages[index].time {
    case .minutesAgo(let minutes): return now.adding(seconds: Int64(-minutes * 60))
    case .weekday(let back, let minute):
      var day = now.seconds.dividedDown(by: 86_400)
      var left = back
      while left > 0 {
        day -= 1
        // 1970-01-01 was a Thursday, so that (day + 3) % 7 counts from Monday.
        if (day + 3) % 7 < 5 { left -= 1 }
      }
      return Instant(seconds: day * 86_400 + Int64(minute * 60))
    }
  }

  private static let typeNames = [
    "test-result": "Test result", "appointment": "Appointment", "medication": "Medication",
    "care-instruction": "Care instruction", "education": "Education", "check-in": "Check-in",
    "administrative": "Administrative", "other": "Other",
  ]

  private static let media: [String: (display: String, text: String)] = [
    "ELECTRONIC": ("electronic data", "Secure message"), "ONLINEWRIT": ("online written", "Portal"),
    "PHONE": ("telephone", "Phone"), "VIDEOCONF": ("videoconferencing", "Video call"),
    "EMAILWRIT": ("email", "E-mail"),
  ]
}
