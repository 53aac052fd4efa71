extension Dialect {
  /// Reads one page of a search.
  ///
  /// Every resource is checked against the login's patient: servers have been seen to ignore a search parameter they do
  /// not know, and then everybody's messages come back.
  package func read(_ resources: [JSON], for account: Account) -> ServerBatch {
    var batch = ServerBatch()
    for json in resources { read(Resource(json), for: account, into: &batch) }
    return batch
  }

  private func read(_ resource: Resource, for account: Account, into batch: inout ServerBatch) {
    guard let reference = resource.reference else {
      let id = resource.id.map { "whose id ‘\($0.shortened(to: 64))’ is none" } ?? "without an id"
      let what = "a \((resource.type ?? "resource").shortened(to: 64)) \(id)"
      batch.unreadable.append(Unreadable(what, lastUpdated: resource.lastUpdated))
      return
    }
    guard !isForeign(resource, to: account) else {
      batch.foreign += 1
      return
    }
    switch reference.type {
    case "CommunicationRequest":
      batch.conversations.append(conversation(resource, reference))
      if let message = firstMessage(resource, reference) { batch.messages.append(message) }
    case "Communication":
      guard resource.json["status"]?.string != "preparation" else { return }
      read(message: resource, reference, into: &batch)
    case "Task":
      if let receipt = receipt(resource, reference) { batch.receipts.append(receipt) }
    case "Practitioner", "Patient", "RelatedPerson", "Organization", "CareTeam":
      batch.people.append(contentsOf: people(resource, reference))
    default: break
    }
  }

  /// Whether a resource is about a patient that is not the login's; a practitioner's login has no single patient.
  private func isForeign(_ resource: Resource, to account: Account) -> Bool {
    guard let patient = account.patient else { return false }
    let about = resource.reference(resource.type == "Task" ? "for" : "subject", type: "Patient")
    return about.map { $0 != patient } ?? false
  }

  private func conversation(_ resource: Resource, _ reference: Reference) -> ServerConversation {
    let status = resource.json["status"]?.string
    let category = resource.concepts("category")
    let reason = resource.concepts("reasonCode").lazy.compactMap(\.words).first
    var participants: [ServerPerson] = []
    for person in resource.people("requester") + resource.people("sender") + resource.people("recipient")
    where !participants.contains(where: { $0.reference == person.reference }) {
      participants.append(person)
    }
    return ServerConversation(
      reference: reference, version: resource.version, clientId: resource.clientId, serverStatus: status,
      isClosed: ["completed", "revoked", "entered-in-error"].contains(status),
      priority: Priority(fhir: resource.json["priority"]?.string), type: MessageType(category: category),
      category: category.flatMap(\.codings), reason: reason, subject: reason,
      medium: resource.concepts("medium").lazy.compactMap(\.words).first, participants: participants,
      patient: resource.person("subject"), createdAt: resource.instant("authoredOn") ?? resource.lastUpdated,
      source: resource.json)
  }

  /// The first message of a conversation lives in the request itself.
  private func firstMessage(_ resource: Resource, _ reference: Reference) -> ServerMessage? {
    let payload = Payload(of: resource)
    guard !payload.isEmpty else { return nil }
    return message(resource, reference, conversation: reference, payload: payload, sent: "authoredOn")
  }

  private func read(message resource: Resource, _ reference: Reference, into batch: inout ServerBatch) {
    let payload = Payload(of: resource)
    guard let conversation = thread(of: resource, reference) else {
      batch.unreadable.append(
        Unreadable("\(reference), which names no conversation", lastUpdated: resource.lastUpdated))
      return
    }
    if conversation == reference {
      batch.conversations.append(self.conversation(heading: resource, reference))
      if payload.isEmpty { return }
    } else if conversation.isThread {
      batch.conversations.append(self.conversation(around: resource, conversation))
    }
    batch.messages.append(message(resource, reference, conversation: conversation, payload: payload, sent: "sent"))
  }

  private func thread(of resource: Resource, _ reference: Reference) -> Reference? {
    for policy in threading {
      let found: Reference? =
        switch policy {
        case .request:
          resource.reference("partOf", type: "CommunicationRequest")
            ?? resource.reference("basedOn", type: "CommunicationRequest")
        case .parentCommunication: resource.reference("partOf", type: "Communication")
        case .threadExtension: resource.threadExtension.flatMap { Reference(thread: $0.id) }
        case .answered: resource.reference("inResponseTo", type: "Communication")
        case .topic: resource.isTitled || Payload(of: resource).isEmpty ? reference : nil
        case .participants: Reference(thread: resource.everyone)
        }
      // What is no plain id would become part of the addresses that a conversation is changed at.
      if let found { return found.isPlain || found.isThread ? found : nil }
    }
    return reference
  }

  /// A conversation that has no request, described by the message that heads it.
  private func conversation(heading resource: Resource, _ reference: Reference) -> ServerConversation {
    let topic = resource.concepts("topic").lazy.compactMap(\.words).first
    var heading = conversation(resource, reference)
    heading.isClosed = Payload(of: resource).isEmpty && heading.isClosed
    heading.subject = topic ?? heading.reason
    heading.createdAt = resource.instant("sent") ?? heading.createdAt
    return heading
  }

  /// A conversation that there is no resource of; who takes part in it is seen from its messages.
  private func conversation(around resource: Resource, _ reference: Reference) -> ServerConversation {
    let patient = resource.person("subject")
    return ServerConversation(
      reference: reference, version: nil, clientId: nil, serverStatus: nil, isClosed: false, priority: .routine,
      type: .other, category: [], reason: nil, subject: nil, medium: nil, participants: [], patient: patient,
      createdAt: nil, source: ["subject": JSON(patient?.reference.description)])
  }

  private func message(
    _ resource: Resource, _ reference: Reference, conversation: Reference, payload: Payload, sent: String
  ) -> ServerMessage {
    let unknown = ServerPerson(reference: Reference(type: "Unknown", id: "unknown"), name: "Unknown sender")
    let sentAt = resource.instant(sent) ?? resource.instant("received") ?? resource.lastUpdated
    return ServerMessage(
      reference: reference, version: resource.version, lastUpdated: resource.lastUpdated, conversation: conversation,
      clientId: resource.clientId, from: resource.person("sender") ?? resource.person("requester") ?? unknown,
      to: resource.people("recipient"), inReplyTo: resource.reference("inResponseTo"), text: payload.text,
      sentAt: sentAt ?? Instant(seconds: 0), receivedAt: received(resource),
      isRead: receipts == .status && resource.json["status"] == "completed",
      isRetracted: resource.json["status"]?.string == "entered-in-error",
      priority: Priority(fhir: resource.json["priority"]?.string), attachments: payload.attachments,
      source: resource.json)
  }

  /// When the recipient had read it; where the status says that, having it is not enough.
  private func received(_ resource: Resource) -> Instant? {
    guard receipts == .status else { return resource.instant("received") }
    return resource.json["status"] == "completed" ? resource.instant("received") ?? resource.lastUpdated : nil
  }

  private func people(_ resource: Resource, _ reference: Reference) -> [ServerPerson] {
    var people = [ServerPerson(reference: reference, name: resource.humanName)]
    for participant in resource.json["participant"]?.array ?? [] {
      if let member = Resource(participant).person("member") { people.append(member) }
    }
    return people
  }
}

extension Priority {
  /// The priority that a FHIR request-priority stands for; `asap` and `stat` are high.
  package init(fhir code: String?) {
    switch code {
    case "urgent": self = .urgent
    case "asap", "stat": self = .high
    default: self = .routine
    }
  }

  /// The FHIR request-priority.
  package var fhirCode: String {
    switch self {
    case .routine: "routine"
    case .urgent: "urgent"
    case .high: "asap"
    }
  }
}

extension MessageType {
  /// The code system of careteam's message types.
  package static let system = "urn:careteam:message-type"

  /// The type that a category's codings stand for: careteam's own code, else a known one of the FHIR
  /// communication-category value set, else `other`.
  init(category: [CodeableConcept]) {
    for coding in category.flatMap(\.codings) {
      if let code = coding.code, let type = MessageType(rawValue: code) ?? Self.known[code] {
        self = type
        return
      }
    }
    self = .other
  }

  private static let known: [String: MessageType] = ["reminder": .appointment, "instruction": .careInstruction]
}
