import CareTeamCore

extension WriteRules {
  func checkNewMessage(_ message: JSON) throws {
    let subject = try subject(of: message, member: "subject")
    try checkSender(message, member: "sender")
    try checkRecipients(of: message, about: subject)
    let thread = Self.thread(of: message)
    for member in ["basedOn", "partOf", "inResponseTo"] {
      for link in message[member]?.array ?? [] {
        let target = try conversation(link, about: subject)
        if thread.contains(link) { try checkIsOpen(target) }
      }
    }
  }

  func checkNewConversation(_ request: JSON) throws {
    let subject = try subject(of: request, member: "subject")
    try checkSender(request, member: "sender")
    if request["requester"] != nil { try checkSender(request, member: "requester") }
    try checkRecipients(of: request, about: subject)
    for member in ["basedOn", "replaces"] {
      for link in request[member]?.array ?? [] { _ = try conversation(link, about: subject) }
    }
  }

  /// A sender retracts; a recipient says that it was received.
  func checkMessage(_ old: JSON, becomes new: JSON) throws {
    if isSelf(old["sender"]) {
      try demand(old["subject"] == new["subject"] && isSelf(new["sender"]), "A message keeps its sender and subject.")
      try demand(
        Self.rest(old, without: ["status", "statusReason"])
          == Self.rest(new, without: ["status", "statusReason"]),
        "A message that was sent keeps its content. Retract it with the status entered-in-error.")
      return
    }
    let isRecipient = (old["recipient"]?.array ?? []).contains { isSelf($0) }
    try demand(isRecipient, "Only the sender of a message, or who received it, may change it.")
    try demand(
      Self.rest(old, without: ["received"]) == Self.rest(new, without: ["received"]),
      "A recipient may change Communication.received and nothing else.")
  }

  /// Every participant opens and closes, who wrote it takes it back; everything else stays as it was said.
  func checkConversation(_ old: JSON, becomes new: JSON) throws {
    let participants = [old["subject"], old["sender"], old["requester"]] + (old["recipient"]?.array ?? []).map { $0 }
    try demand(participants.contains { isSelf($0) }, "Only who takes part in a conversation may change its status.")
    try demand(
      Self.rest(old, without: ["status", "statusReason"]) == Self.rest(new, without: ["status", "statusReason"]),
      "Of a conversation only the status may be changed. Send a message instead.")
    guard old["status"] != new["status"] else { return }
    let statuses = isSelf(old["sender"] ?? old["requester"]) ? Self.ownStatuses : Self.sharedStatuses
    try demand(
      new["status"]?.string.map(statuses.contains) ?? false,
      "You may set the status of this conversation to \(statuses.sorted().joined(separator: ", ")) and nothing else.")
    try demand(
      isSelf(old["sender"] ?? old["requester"]) || old["status"]?.string.map(statuses.contains) ?? false,
      "Only who wrote this conversation may change it from \(old["status"]?.string ?? "").")
  }

  /// What every participant may make of a conversation: open, or closed.
  private static let sharedStatuses: Set<String> = ["active", "on-hold", "completed"]
  /// What the one who wrote it may make of it.
  private static let ownStatuses: Set<String> = sharedStatuses.union(["entered-in-error", "revoked"])

  /// The patient a resource is about, whose records must be open to the user.
  func subject(of resource: JSON, member: String) throws -> Reference {
    let text = resource[member]?["reference"]?.string
    guard let text, let subject = Reference(text, base: base), principal.isOpen(subject.text, within: reach) else {
      throw FHIRFault.forbidden("\(member) must name a patient whose records are open to you.")
    }
    return subject
  }

  /// The conversation or message a link names: one the user can see, about the same patient.
  func conversation(_ link: JSON, about subject: Reference) throws -> StoredResource {
    let text = link["reference"]?.string ?? ""
    guard let target = Reference(text, base: base), let stored = try reader.find(target.type, target.id),
      !stored.isDeleted, try reader.admits(stored, within: reach)
    else {
      throw FHIRFault.forbidden("“\(text.prefix(80))” is no conversation or message that you can see.")
    }
    let other = try stored.json()["subject"]?["reference"]?.string.flatMap { Reference($0, base: base) }
    try demand(other == subject, "\(target.text) is about another patient. Check the subject.")
    return stored
  }

  private func checkSender(_ resource: JSON, member: String) throws {
    try demand(isSelf(resource[member]), "\(member) must be you, \(principal.reference). Nobody writes as another.")
  }

  private func checkRecipients(of resource: JSON, about subject: Reference) throws {
    let compartments = Compartments(db: reader.db)
    for recipient in resource["recipient"]?.array ?? [] {
      let text = recipient["reference"]?.string ?? ""
      let isNear = try Reference(text, base: base).map { try compartments.isNear($0, patient: subject) } ?? false
      try demand(
        isNear, "\(text.prefix(80)) is not in the care team of \(subject.text). Choose a recipient who is.")
    }
  }

  /// The links that say which conversation a message is in; one that names none is in that of what it answers.
  private static func thread(of message: JSON) -> [JSON] {
    let links = (message["basedOn"]?.array ?? []) + (message["partOf"]?.array ?? [])
    return links.isEmpty ? message["inResponseTo"]?.array ?? [] : links
  }

  /// Refuses a closed conversation, and a message of one.
  private func checkIsOpen(_ start: StoredResource) throws {
    var seen: Set<Int64> = []
    var rest = [start]
    while let next = rest.popLast() {
      guard seen.insert(next.key).inserted, !next.isDeleted else { continue }
      switch next.type {
      case "CommunicationRequest": try checkStatusIsOpen(next)
      case "Communication":
        for link in Self.thread(of: try next.json()) {
          guard let target = link["reference"]?.string.flatMap({ Reference($0, base: base) }) else { continue }
          if let stored = try reader.find(target.type, target.id) { rest.append(stored) }
        }
      default: continue
      }
    }
  }

  private func checkStatusIsOpen(_ conversation: StoredResource) throws {
    guard let status = try conversation.json()["status"]?.string, ["completed", "revoked"].contains(status)
    else { return }
    throw FHIRFault(
      422, .businessRule,
      "\(conversation.reference) is \(status). Set its status to active first, or start a new conversation.")
  }

  private static func rest(_ resource: JSON, without members: [String]) -> JSON {
    var rest = resource
    for member in members + ["meta", "id"] { rest[member] = nil }
    return rest
  }
}
