import CareTeamCore
import GRDB

extension Transaction {
  /// Notes what became of a try.
  func settle(_ entry: OutboxEntry, reference: Reference?, at now: Instant) throws {
    guard let stored = try self.entry(entry.handle.number) else { return }
    guard stored.state != .sent else { return }
    let lastError = try self.stored(entry.lastError, .lastError, of: entry.handle.number)
    try run(
      """
      UPDATE outbox SET state = ?1, attempts = ?2, last_error = ?3, next_attempt = ?4, owner = NULL, lease_until = NULL,
        may_exist = may_exist OR ?1 = 'unknown' WHERE number = ?5
      """,
      [
        entry.state.rawValue, entry.attempts, lastError, entry.nextAttemptAt?.key, entry.handle.number,
      ])
    let message = stored.message.number
    var conversation = stored.conversation.handle.number
    try run("UPDATE message SET failed = ? WHERE number = ?", [entry.state == .failed, message])
    if entry.state == .sent, let reference {
      conversation = try adopt(reference, message: message, conversation: conversation)
    }
    if entry.state == .sent { try finishAttachments(message) }
    switch entry.state {
    case .sent: try record(.messageSent, at: now, conversation: conversation, message: message)
    case .failed: try record(.messageFailed, at: now, conversation: conversation, message: message)
    case .queued, .claimed, .unknown: break
    }
    try refresh(conversation, at: now)
  }

  /// A file that went up is on the server and here.
  private func finishAttachments(_ message: Int64) throws {
    try run(
      """
      UPDATE attachment SET state = CASE WHEN path IS NULL THEN 'remote' ELSE 'stored' END
      WHERE message = ? AND state IN ('queued', 'uploaded')
      """, [message])
  }

  /// Gives a sent message its resource, and the conversation it began as well.
  ///
  /// Sync may have brought the resource in already under other handles, where a server does not keep identifiers: the
  /// handles the user was told stay, and the others' rows go.
  private func adopt(
    _ reference: Reference, message: Int64, conversation: Int64
  ) throws -> Int64 {
    if let other = try number(of: reference, in: .message), other != message {
      try merge(other, into: message, in: .message)
    }
    let text = reference.description
    try run("UPDATE message_handle SET reference = ?, id = ? WHERE number = ?", [text, reference.id, message])
    // Its version is left open, so that sync takes over what the server made of it.
    try run(
      """
      UPDATE message SET reference = ?, position = substr(position, 1, 42) || ?,
        seen = (SELECT generation FROM meta) WHERE number = ?
      """, [text, reference.id, message])
    guard try value(String.self, "SELECT reference FROM conversation WHERE number = ?", [conversation]) == nil,
      try count("SELECT begins FROM outbox WHERE message = ?", [message]) == 1
    else { return conversation }
    try adopt(reference, conversation: conversation)
    return conversation
  }

  /// Gives a conversation that was begun here its resource.
  private func adopt(_ reference: Reference, conversation: Int64) throws {
    if let other = try number(of: reference, in: .conversation), other != conversation {
      try merge(other, into: conversation, in: .conversation)
    }
    let text = reference.description
    try run(
      "UPDATE conversation_handle SET reference = ?, id = ? WHERE number = ?", [text, reference.id, conversation])
    try run(
      "UPDATE conversation SET reference = ?, seen = (SELECT generation FROM meta) WHERE number = ?",
      [text, conversation])
  }

  /// Notes that what heads a conversation is on the server: the message that was to begin it is an answer now.
  func begin(_ conversation: Int64, as reference: Reference, at now: Instant) throws {
    try adopt(reference, conversation: conversation)
    try run("UPDATE outbox SET begins = 0 WHERE conversation = ?", [conversation])
    try refresh(conversation, at: now)
  }

  /// Makes one of two that turned out to be the same; the other's handle is gone.
  func merge(_ other: Int64, into number: Int64, in table: HandleTable) throws {
    switch table {
    case .message: try merge(message: other, into: number)
    case .conversation: try merge(conversation: other, into: number)
    }
  }

  private func merge(message other: Int64, into message: Int64) throws {
    try run("DELETE FROM message_handle WHERE number = ?", [other])
    try run("UPDATE message SET in_reply_to = ? WHERE in_reply_to = ?", [message, other])
    try run("UPDATE event SET message = ? WHERE message = ?", [message, other])
    let row = try row("SELECT version, position, received, sent FROM message WHERE number = ?", [other])
    guard let row else { return }
    try run(
      "UPDATE message SET version = ?, position = ?, received = ?, sent = ? WHERE number = ?",
      [row[0] as String?, row[1] as String, row[2] as String?, row[3] as String, message])
    try run("DELETE FROM message WHERE number = ?", [other])
    try run("DELETE FROM attachment WHERE message = ?", [other])
  }

  private func merge(conversation other: Int64, into conversation: Int64) throws {
    try run("DELETE FROM conversation_handle WHERE number = ?", [other])
    for table in ["message", "outbox", "event", "draft"] {
      try run("UPDATE \(table) SET conversation = ? WHERE conversation = ?", [conversation, other])
    }
    try run("UPDATE OR REPLACE pending_receipt SET conversation = ? WHERE conversation = ?", [conversation, other])
    try run(
      """
      UPDATE conversation SET (version, server_status, is_closed, priority, members, patient, created, seen) = (
        SELECT version, server_status, is_closed, priority, members, patient, created, seen
        FROM conversation WHERE number = ?1)
      WHERE number = ?2 AND EXISTS (SELECT 1 FROM conversation WHERE number = ?1 AND version IS NOT NULL)
      """, [other, conversation])
    if db.changesCount > 0 { try takeTexts(of: other, for: conversation) }
    try run("DELETE FROM conversation WHERE number = ?", [other])
  }

  /// Gives a conversation the texts of another, each sealed for its new place.
  private func takeTexts(of other: Int64, for conversation: Int64) throws {
    let columns: [SealedColumn] = [.conversationType, .category, .reason, .subject, .medium]
    let names = columns.map(\.name).joined(separator: ", ")
    guard let row = try row("SELECT \(names) FROM conversation WHERE number = ?", [other]) else { return }
    let texts = try columns.enumerated().map { index, column in
      try stored(opened(row[index], column, of: other), column, of: conversation)
    }
    let marks = columns.map { "\($0.name) = ?" }.joined(separator: ", ")
    try run(
      "UPDATE conversation SET \(marks) WHERE number = ?", StatementArguments(texts + [conversation.databaseValue]))
  }

  /// Settles the outbox item of a message that sync has brought in.
  func settleByArrival(_ message: Int64, in conversation: Int64, at now: Instant) throws {
    let number = try value(
      Int64.self, "SELECT number FROM outbox WHERE message = ? AND state <> 'sent'", [message])
    guard let number else { return }
    try run(
      """
      UPDATE outbox SET state = 'sent', last_error = NULL, next_attempt = NULL, owner = NULL, lease_until = NULL,
        conversation = ? WHERE number = ?
      """, [conversation, number])
    try run("UPDATE message SET failed = 0 WHERE number = ?", [message])
    try finishAttachments(message)
    try record(.messageSent, at: now, conversation: conversation, message: message)
  }

  /// Takes an item out of the outbox and keeps its text.
  func cancel(_ handle: Handle, at now: Instant) throws -> Draft {
    try expireLeases(at: now)
    guard let entry = try entry(handle.number) else { throw StoreError.unknown(handle.description) }
    guard entry.state != .sent, entry.state != .claimed, let job = try job(handle.number) else {
      throw StoreError.notPossible(handle, state: entry.state)
    }
    let files = job.attachments.map { file in
      DraftAttachment(
        path: file.attachment.path ?? "", filename: file.attachment.filename ?? "",
        contentType: file.attachment.contentType ?? "", size: file.attachment.size ?? 0,
        sha256: file.attachment.sha256 ?? "", sha1: file.sha1 ?? "")
    }
    let conversation = entry.conversation.handle
    let target = job.newConversation.map(Draft.Target.conversation) ?? .reply(to: conversation)
    let draft = Draft(
      target: target, text: job.text, attachments: files, inReplyTo: job.inReplyTo?.handle, clientId: entry.clientId,
      updatedAt: now)
    try run("DELETE FROM outbox WHERE number = ?", [handle.number])
    try run("DELETE FROM message WHERE number = ?", [entry.message.number])
    try run("DELETE FROM attachment WHERE message = ?", [entry.message.number])
    try leave(conversation.number, begins: job.newConversation != nil, at: now)
    return try save(draft)
  }

  /// A conversation whose first message was taken back begins with the next one, or is gone.
  private func leave(_ conversation: Int64, begins: Bool, at now: Instant) throws {
    if begins {
      try run(
        """
        UPDATE outbox SET begins = 1
        WHERE number = (SELECT min(number) FROM outbox WHERE conversation = ?1 AND state <> 'sent')
        """, [conversation])
      if try count("SELECT count(*) FROM message WHERE conversation = ?", [conversation]) == 0 {
        return try run("DELETE FROM conversation WHERE number = ?", [conversation])
      }
    }
    try refresh(conversation, at: now)
  }
}
