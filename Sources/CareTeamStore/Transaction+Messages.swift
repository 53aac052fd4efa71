import CareTeamCore
import GRDB

extension Transaction {
  private static let columns = """
    SELECT m.number, m.conversation, m.reference, m.client_id, m.outgoing, m.sender, m.recipients, m.in_reply_to,
      m.text, m.sent, m.received, m.is_read, m.read_at, m.retracted, m.priority, m.progress, m.attachment_count,
      o.state, o.attempts, o.last_error, o.next_attempt, h.reference, o.number
    FROM message m LEFT JOIN outbox o ON o.message = m.number LEFT JOIN message_handle h ON h.number = m.in_reply_to
    """

  /// The messages of a conversation, oldest first; only the newest so many when told.
  func messages(in conversation: Int64, last: Int?) throws -> [Message] {
    let link = try link(conversation)
    guard let last else {
      return try rows(Self.columns + " WHERE m.conversation = ? ORDER BY m.position", [conversation]) {
        try message($0, in: link)
      }
    }
    return try rows(
      Self.columns + " WHERE m.conversation = ? ORDER BY m.position DESC LIMIT ?", [conversation, max(0, last)]
    ) { try message($0, in: link) }.reversed()
  }

  /// One message.
  func message(_ number: Int64) throws -> Message? {
    guard let row = try row(Self.columns + " WHERE m.number = ?", [number]) else { return nil }
    return try message(row, in: link(row[1]))
  }

  private func message(_ row: Row, in conversation: ConversationLink) throws -> Message {
    let number = row[0] as Int64
    return Message(
      handle: Handle(.message, number), reference: row.reference(2), clientId: row[3], conversation: conversation,
      direction: row[4] ? .outgoing : .incoming, from: try participant(row[5]), to: try participants(row[6]),
      inReplyTo: (row[7] as Int64?).map { MessageLink(handle: Handle(.message, $0), reference: row.reference(21)) },
      text: try text(row[8], .messageText, of: number), sentAt: row.instant(9) ?? Instant(seconds: 0),
      receivedAt: row.instant(10), isRead: row[11],
      readAt: row.instant(12), priority: Priority(stored: row[14]), delivery: try delivery(row),
      attachments: row[16] > 0 ? try attachments(of: number) : [])
  }

  /// How far a message has come: retracted, else what the outbox says, else what the receipts say.
  private func delivery(_ row: Row) throws -> Delivery {
    let outbox = (row[17] as String?).flatMap { OutboxEntry.State(rawValue: $0) }
    let state: Delivery.State =
      switch (row[13] as Bool, row[4] as Bool, outbox) {
      case (true, _, _): .retracted
      case (_, false, _): row[11] ? .read : .delivered
      case (_, _, .failed): .failed
      case (_, _, .queued), (_, _, .claimed), (_, _, .unknown): .queued
      default: row[15] == 2 ? .read : row[15] == 1 ? .delivered : .sent
      }
    let lastError = try (row[22] as Int64?).flatMap { try opened(row[19], .lastError, of: $0) }
    return Delivery(
      state: state, attempts: row[18] as Int? ?? 0, lastError: lastError, nextAttemptAt: row.instant(20))
  }

  /// The files of a message, by number.
  func attachments(of message: Int64) throws -> [Attachment] {
    try rows(
      """
      SELECT part, url, filename, content_type, size, sha256, state, path FROM attachment
      WHERE message = ? ORDER BY part
      """, [message]
    ) { row in
      let part = row[0] as Int
      let key = "\(message).\(part)"
      let url = try opened(row[1], .attachmentURL, named: key)
      return Attachment(
        handle: Handle(.message, message, part: part), id: url.flatMap { Reference($0) }?.binaryId, url: url,
        filename: try opened(row[2], .filename, named: key), contentType: try opened(row[3], .contentType, named: key),
        size: row[4], sha256: try opened(row[5], .sha256, named: key),
        state: Attachment.State(rawValue: row[6]) ?? .remote, path: (row[7] as String?).map(place(ofCopy:)))
    }
  }
}

extension Reference {
  /// The logical id when this is a Binary.
  fileprivate var binaryId: String? { type == "Binary" ? id : nil }
}
