import CareTeamCore
import GRDB

extension Transaction {
  /// How far a receipt says its owner has come.
  private struct Reach {
    var position: String
    var at: Instant?
  }

  /// Takes over what another device of the user said was read, once the message it names is here.
  ///
  /// While a change of the read state made here waits to be told, nothing becomes unread again by an older word.
  func applyOwnReceipts(_ conversation: Int64, reference: Reference) throws {
    guard let me = try me() else { return }
    let receipts = try rows(
      """
      SELECT r.reference, ifnull(m.position, ''), r.at, r.read_also FROM receipt r JOIN person p ON p.number = r.owner
        LEFT JOIN message_handle h ON h.reference = r.read_through
        LEFT JOIN message m ON m.number = h.number AND m.conversation = ?
      WHERE r.conversation = ? AND p.reference = ? AND r.unapplied = 1
        AND (m.number IS NOT NULL OR r.read_through IS NULL AND r.read_also <> '')
      """, [conversation, reference.description, me.description]
    ) { ($0[0] as String, $0[1] as String, $0[2] as String?, $0[3] as String) }
    guard !receipts.isEmpty else { return }
    let isPending = try count("SELECT reads FROM pending_receipt WHERE conversation = ?", [conversation]) > 0
    for (task, position, at, readAlso) in receipts {
      let isAlsoRead = "instr(' ' || ? || ' ', ' ' || reference || ' ')"
      try run(
        """
        UPDATE message SET is_read = 1, read_at = ?
        WHERE conversation = ? AND outgoing = 0 AND is_read = 0 AND (position <= ? OR \(isAlsoRead))
        """, [at, conversation, position, readAlso])
      if !isPending {
        try run(
          """
          UPDATE message SET is_read = 0, read_at = NULL
          WHERE conversation = ? AND outgoing = 0 AND is_read = 1 AND position > ? AND NOT \(isAlsoRead)
          """, [conversation, position, readAlso])
      }
      try run("UPDATE receipt SET unapplied = 0 WHERE reference = ?", [task])
    }
    try dropPendingReceipt(conversation, reference: reference, owner: me)
  }

  /// Forgets what the server was to be told when it says it already.
  private func dropPendingReceipt(_ conversation: Int64, reference: Reference, owner: Reference) throws {
    let reach = try ownReach(conversation)
    try run(
      """
      DELETE FROM pending_receipt WHERE conversation = ? AND EXISTS (
        SELECT 1 FROM receipt r JOIN person p ON p.number = r.owner WHERE r.conversation = ? AND p.reference = ?
          AND r.read_through IS ? AND r.delivered_through IS ? AND r.read_also = ?)
      """,
      [
        conversation, reference.description, owner.description, reach.read?.description, reach.delivered?.description,
        Self.list(reach.readAlso),
      ])
  }

  /// Sets how far each of the user's own messages has come, by the other participants' receipts.
  ///
  /// - Parameter receipts: the conversation of these receipts; nil where there are none.
  func updateProgress(_ conversation: Int64, receipts: Reference?, people: Int, at now: Instant) throws {
    let read = try receipts.map { try reaches("read_through", conversation, $0) } ?? []
    let readAlso = try receipts.map { try alsoRead(conversation: $0) } ?? [:]
    let delivered = try receipts.map { try reaches("delivered_through", conversation, $0) } ?? []
    // Without receipts only what a message says itself, or has said, can make a difference.
    let condition = receipts == nil ? " AND (received IS NOT NULL OR progress <> 0)" : ""
    let messages = try rows(
      """
      SELECT number, position, progress, received, retracted, reference FROM message
      WHERE conversation = ? AND outgoing = 1 AND reference IS NOT NULL\(condition) ORDER BY position
      """, [conversation]
    ) { row in
      (
        number: row[0] as Int64, at: row[1] as String, was: row[2] as Int, received: row.instant(3),
        gone: row[4] as Bool, reference: row[5] as String
      )
    }
    for message in messages {
      let readers = read.filter { $0.position >= message.at }.map(\.at) + (readAlso[message.reference] ?? [])
      let received = people == 2 ? message.received : nil
      let isDelivered = delivered.contains { $0.position >= message.at }
      let progress = !readers.isEmpty || received != nil ? 2 : isDelivered ? 1 : 0
      guard progress != message.was else { continue }
      let readAt = readers.compactMap { $0 }.min() ?? received
      try run(
        "UPDATE message SET progress = ?, read_at = ? WHERE number = ?",
        [progress, progress == 2 ? readAt?.key : nil, message.number])
      if progress > message.was, !message.gone {
        try record(
          progress == 2 ? .messageRead : .messageDelivered, at: now, conversation: conversation,
          message: message.number)
      }
    }
  }

  /// Where the other participants' receipts point, in the order of the conversation.
  private func reaches(_ column: String, _ conversation: Int64, _ reference: Reference) throws -> [Reach] {
    try rows(
      """
      SELECT m.position, r.at FROM receipt r JOIN person p ON p.number = r.owner
        JOIN message_handle h ON h.reference = r.\(column) JOIN message m ON m.number = h.number
      WHERE r.conversation = ? AND m.conversation = ? AND p.reference IS NOT ?
      """, [reference.description, conversation, me()?.description]
    ) { Reach(position: $0[0], at: $0.instant(1)) }
  }

  /// When each message that another participant has read out of order was read.
  private func alsoRead(conversation: Reference) throws -> [String: [Instant?]] {
    let receipts = try rows(
      """
      SELECT r.read_also, r.at FROM receipt r JOIN person p ON p.number = r.owner
      WHERE r.conversation = ? AND r.read_also <> '' AND p.reference IS NOT ?
      """, [conversation.description, me()?.description]
    ) { (list: $0[0] as String, at: $0.instant(1)) }
    var read: [String: [Instant?]] = [:]
    for receipt in receipts {
      for reference in receipt.list.split(separator: " ") { read[String(reference), default: []].append(receipt.at) }
    }
    return read
  }

  /// References as one text.
  static func list(_ references: [Reference]) -> String { references.map(\.description).joined(separator: " ") }

  /// Notes that the server is to be told how far the user has come.
  func pendReceipt(_ conversation: Int64, reads: Bool) throws {
    try run(
      """
      INSERT INTO pending_receipt (conversation, token, reads) VALUES (?, 1, ?)
      ON CONFLICT (conversation) DO UPDATE SET token = token + 1, reads = max(reads, excluded.reads)
      """, [conversation, reads])
  }

  /// The last received message of the server's up to which everything is read, and the last one that is here.
  /// With them, those after it that are read all the same.
  func ownReach(_ conversation: Int64) throws -> (read: Reference?, delivered: Reference?, readAlso: [Reference]) {
    let delivered = try row(
      """
      SELECT reference FROM message
      WHERE conversation = ? AND outgoing = 0 AND reference IS NOT NULL ORDER BY position DESC LIMIT 1
      """, [conversation])
    let firstUnread = try value(
      String.self,
      """
      SELECT position FROM message
      WHERE conversation = ? AND outgoing = 0 AND is_read = 0 AND retracted = 0 ORDER BY position LIMIT 1
      """, [conversation])
    let read = try row(
      """
      SELECT reference FROM message
      WHERE conversation = ? AND outgoing = 0 AND reference IS NOT NULL AND position < ifnull(?, '~')
      ORDER BY position DESC LIMIT 1
      """, [conversation, firstUnread])
    guard let firstUnread else { return (read?.reference(0), delivered?.reference(0), []) }
    let readAlso = try rows(
      """
      SELECT reference FROM message WHERE conversation = ? AND outgoing = 0 AND reference IS NOT NULL AND is_read = 1
        AND position > ? ORDER BY position DESC LIMIT 50
      """, [conversation, firstUnread]
    ) { $0.reference(0) }
    return (read?.reference(0), delivered?.reference(0), readAlso.compactMap { $0 })
  }
}
