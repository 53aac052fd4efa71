package import CareTeamCore
import GRDB

/// What the server is to be told about how far the user has come in a conversation.
package struct PendingReceipt: Sendable, Equatable {
  /// The conversation's handle.
  package var handle: Handle
  /// The conversation's resource.
  package var conversation: Reference
  /// The user.
  package var owner: Reference
  /// The patient the conversation is about.
  package var patient: Reference?
  /// The last received message up to which all are read.
  package var readThrough: Reference?
  /// The last received message that is here.
  package var deliveredThrough: Reference?
  /// The received messages after `readThrough` that are read all the same.
  package var readAlso: [Reference]
  /// Whether that is the newest received message.
  package var isAllRead: Bool { readThrough != nil && readThrough == deliveredThrough }
  /// The Task that said it last, where there is one.
  package var task: Reference?
  /// Its version as far as the mailbox knows.
  package var version: String?
  /// Which state of the mailbox this is: settling it leaves a later change pending.
  package var token: Int64
}

extension MailboxStore {
  /// Marks received messages as read.
  ///
  /// - Returns: the conversations in which that changed something, whose receipt is now pending.
  package func markRead(_ messages: [Handle], at now: Instant) throws(StoreError) -> [Handle] {
    try mark(
      messages, at: now,
      "UPDATE message SET is_read = 1, read_at = ? WHERE number = ? AND outgoing = 0 AND is_read = 0", now.key)
  }

  /// Marks received messages as not read.
  ///
  /// - Returns: the conversations in which that changed something, whose receipt is now pending.
  package func markUnread(_ messages: [Handle], at now: Instant) throws(StoreError) -> [Handle] {
    try mark(
      messages, at: now,
      "UPDATE message SET is_read = 0, read_at = ? WHERE number = ? AND outgoing = 0 AND is_read = 1", nil)
  }

  private func mark(
    _ messages: [Handle], at now: Instant, _ sql: String, _ readAt: String?
  ) throws(StoreError) -> [Handle] {
    try write { transaction in
      var touched: Set<Int64> = []
      for message in messages where message.kind == .message {
        try transaction.run(sql, [readAt, message.number])
        guard transaction.db.changesCount > 0 else { continue }
        if let number = try transaction.conversation(ofMessage: message.number) { touched.insert(number) }
      }
      for number in touched.sorted() {
        try transaction.pendReceipt(number, reads: true)
        try transaction.refresh(number, at: now)
        try transaction.record(.conversationUpdated, at: now, conversation: number, message: nil)
      }
      return touched.sorted().map { Handle(.conversation, $0) }
    }
  }

  /// What the server does not know yet about how far the user has come, one for each conversation.
  package func pendingReceipts() throws(StoreError) -> [PendingReceipt] {
    try read { transaction in
      guard let me = try transaction.me() else { return [] }
      let pending = try transaction.rows(
        """
        SELECT p.conversation, c.reference, p.token, c.patient FROM pending_receipt p
          JOIN conversation c ON c.number = p.conversation
        WHERE c.reference IS NOT NULL ORDER BY p.conversation
        """
      ) { (number: $0[0] as Int64, reference: $0.reference(1), token: $0[2] as Int64, patient: $0[3] as Int64?) }
      return try pending.compactMap { item in
        guard let reference = item.reference else { return nil }
        let patient = try item.patient.map { try transaction.participant($0).reference }
        return try transaction.pendingReceipt(item.number, reference, me, patient, token: item.token)
      }
    }
  }

  /// The received messages of a conversation of two, among the newest so many, that were read and do not say so yet.
  package func unacknowledged(
    in conversation: Handle, last: Int
  ) throws(StoreError) -> [(reference: Reference, readAt: Instant?)] {
    try read { transaction in
      let people = try transaction.value(
        String.self, "SELECT participants FROM conversation WHERE number = ?", [conversation.number])
      guard let people, Transaction.numbers(people).count == 2 else { return [] }
      let rows = try transaction.rows(
        """
        SELECT reference, read_at FROM (
          SELECT reference, read_at, outgoing, is_read, received, position FROM message
          WHERE conversation = ? ORDER BY position DESC LIMIT ?)
        WHERE outgoing = 0 AND is_read = 1 AND received IS NULL ORDER BY position
        """, [conversation.number, last]
      ) { (reference: $0.reference(0), readAt: $0.instant(1)) }
      return rows.compactMap { row in row.reference.map { (reference: $0, readAt: row.readAt) } }
    }
  }

  /// Notes that the server knows a pending receipt, and which version of the Task says so.
  package func settleReceipt(_ receipt: PendingReceipt, task: Reference, version: String?) throws(StoreError) {
    try write { transaction in
      try transaction.run(
        "DELETE FROM pending_receipt WHERE conversation = ? AND token = ?", [receipt.handle.number, receipt.token])
      try transaction.noteOwnReceipt(
        conversation: receipt.conversation, task: task, version: version, readThrough: receipt.readThrough,
        deliveredThrough: receipt.deliveredThrough, readAlso: receipt.readAlso, at: nil)
    }
  }

  /// Takes over that the user closed or opened a conversation on the server.
  package func setStatus(
    conversation: Handle, closed: Bool, serverStatus: String?, version: String?, at now: Instant
  ) throws(StoreError) {
    try write { transaction in
      try transaction.run(
        """
        UPDATE conversation SET is_closed = ?, server_status = ?, version = ifnull(?, version) WHERE number = ?
        """, [closed, serverStatus, version, conversation.number])
      guard transaction.db.changesCount > 0 else { throw StoreError.unknown(conversation.description) }
      try transaction.refresh(conversation.number, at: now)
      try transaction.record(.conversationUpdated, at: now, conversation: conversation.number, message: nil)
    }
  }
}

extension Transaction {
  /// What is to be told of a conversation; nil when the server's Task says it already.
  fileprivate func pendingReceipt(
    _ number: Int64, _ reference: Reference, _ me: Reference, _ patient: Reference?, token: Int64
  ) throws -> PendingReceipt? {
    let reach = try ownReach(number)
    guard reach.delivered != nil else { return nil }
    let task = try row(
      """
      SELECT r.reference, r.version, r.read_through, r.delivered_through, r.read_also FROM receipt r
        JOIN person p ON p.number = r.owner
      WHERE r.conversation = ? AND p.reference = ? ORDER BY r.at DESC, r.reference LIMIT 1
      """, [reference.description, me.description])
    if let task, task.reference(2) == reach.read, task.reference(3) == reach.delivered,
      task[4] as String == Self.list(reach.readAlso)
    {
      return nil
    }
    return PendingReceipt(
      handle: Handle(.conversation, number), conversation: reference, owner: me, patient: patient,
      readThrough: reach.read, deliveredThrough: reach.delivered, readAlso: reach.readAlso, task: task?.reference(0),
      version: task?[1],
      token: token)
  }
}
