import CareTeamCore
import GRDB

extension ResourceStore {
  /// Conversations and messages that were stored and sent at or after a moment, the oldest first. What the sample clinic
  /// was filled with is stored now, but was sent long ago.
  func recentMessages(since: Instant) async throws -> [JSON] {
    let texts = try await pool.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT text FROM resource WHERE type IN ('Communication', 'CommunicationRequest') AND updated >= ?
            AND version = 1 AND deleted = 0 ORDER BY updated, key
          """, arguments: [since.milliseconds])
    }
    return texts.compactMap { try? JSON(parsing: $0) }.filter { message in
      let sent = message["sent"]?.string ?? message["authoredOn"]?.string
      return sent.flatMap { Instant(fhir: $0) }.map { $0 >= since } ?? true
    }
  }

  /// Whether someone is a participant of an open conversation.
  func takesPart(_ reference: String, in conversation: String, message: JSON) async -> Bool {
    guard let request = try? await resource("CommunicationRequest", conversation, as: .system)?.json(),
      request["status"] == "active"
    else { return false }
    return (Self.participants(of: request) + Self.participants(of: message))
      .contains { $0["reference"]?.string == reference }
  }

  /// Lets the nurse read a message and answer it; a message that has its answer gets no other.
  func answer(_ message: JSON, in conversation: String, at now: Instant) async throws {
    guard let nurse = try await principal(forUser: DemoClinic.nurse),
      let request = try await resource("CommunicationRequest", conversation, as: nurse)?.json()
    else { return }
    let reply = DemoReply(message: message, request: request, now: now)
    let made = try await write(as: nurse) { writer -> StoredResource? in
      guard try writer.reader.find("Communication", reply.id) == nil else { return nil }
      try Self.markRead(reply, by: writer)
      return try writer.insert(reply.communication, type: "Communication", id: reply.id)
    }
    guard let made else { return }
    try await audit.record([
      AuditRecord(
        event: .interaction("create"), action: .create, recorded: now.milliseconds,
        agent: AuditAgent(user: nurse.reference), entity: "\(made.reference)/_history/1", patients: [reply.patient],
        status: 201)
    ])
  }

  /// Her receipt; in a conversation of two the message also says when it was received.
  private static func markRead(_ reply: DemoReply, by writer: ResourceWriter) throws {
    if let task = try writer.reader.find("Task", reply.receiptID) {
      _ = try writer.replace(task, with: reply.receipt)
    } else {
      _ = try writer.insert(reply.receipt, type: "Task", id: reply.receiptID)
    }
    guard reply.recipients.count == 1, let id = reply.message["id"]?.string,
      let stored = try writer.reader.find("Communication", id), !stored.isDeleted
    else { return }
    var message = try stored.json()
    guard message["received"] == nil else { return }
    message["received"] = .string(reply.now.fhirInstant)
    _ = try writer.replace(stored, with: message)
  }

  /// Who wrote and who is written to.
  static func participants(of message: JSON) -> [JSON] {
    (message["sender"].map { [$0] } ?? []) + (message["recipient"]?.array ?? [])
  }
}
