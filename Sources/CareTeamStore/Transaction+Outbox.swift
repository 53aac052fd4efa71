import CareTeamCore
import GRDB

extension Transaction {
  /// The outbox items of a filter, oldest first.
  func entries(_ filter: String, _ arguments: StatementArguments = []) throws -> [OutboxEntry] {
    try rows(
      """
      SELECT o.number, o.client_id, o.state, o.conversation, c.reference, o.message, o.attempts, o.last_error,
        o.next_attempt, o.created
      FROM outbox o LEFT JOIN conversation c ON c.number = o.conversation
      """ + filter + " ORDER BY o.number", arguments
    ) { row in
      OutboxEntry(
        handle: Handle(.outbox, row[0]), clientId: row[1], state: OutboxEntry.State(rawValue: row[2]) ?? .failed,
        conversation: ConversationLink(handle: Handle(.conversation, row[3]), reference: row.reference(4)),
        message: Handle(.message, row[5]), attempts: row[6],
        lastError: try opened(row[7], .lastError, of: row[0]), nextAttemptAt: row.instant(8),
        createdAt: row.instant(9) ?? Instant(seconds: 0))
    }
  }

  /// One outbox item.
  func entry(_ number: Int64) throws -> OutboxEntry? { try entries(" WHERE o.number = ?", [number]).first }

  /// Items whose process went away: nobody knows whether the server has them.
  func expireLeases(at now: Instant) throws {
    try run(
      "UPDATE outbox SET state = 'unknown', may_exist = 1, owner = NULL WHERE state = 'claimed' AND lease_until <= ?",
      [now.key])
  }

  /// The oldest item that is the first unsent one of its conversation and whose time has come.
  ///
  /// An answer never goes without its conversation, as which it would begin another.
  func deliverable(in conversation: Int64?, at now: Instant, force: Bool) throws -> Int64? {
    try value(
      Int64.self,
      """
      SELECT number FROM outbox o WHERE state IN ('queued', 'unknown') AND (?1 IS NULL OR conversation = ?1)
        AND (?2 OR next_attempt IS NULL OR next_attempt <= ?3)
        AND number = (SELECT min(number) FROM outbox WHERE conversation = o.conversation AND state <> 'sent')
        AND (begins = 1 OR EXISTS (
          SELECT 1 FROM conversation c WHERE c.number = o.conversation AND c.reference IS NOT NULL))
      ORDER BY number LIMIT 1
      """, [conversation, force, now.key])
  }

  /// All that is needed to deliver an item.
  func job(_ number: Int64) throws -> OutboxJob? {
    guard let entry = try entry(number), let message = try message(entry.message.number),
      let conversation = try conversation(entry.conversation.handle.number),
      let state = try row("SELECT begins, may_exist, posted FROM outbox WHERE number = ?", [number])
    else { return nil }
    let begins = state[0] as Bool && conversation.reference == nil
    let hashes = try rows(
      "SELECT sha1, part FROM attachment WHERE message = ? ORDER BY part", [entry.message.number]
    ) { try opened($0[0], .sha1, named: "\(entry.message.number).\($0[1] as Int)") }
    return OutboxJob(
      entry: entry, text: message.text, sentAt: message.sentAt, priority: message.priority,
      newConversation: begins ? newConversation(conversation, recipients: message.to) : nil,
      conversation: conversation, recipients: message.to, inReplyTo: message.inReplyTo,
      attachments: zip(message.attachments, hashes).map { OutboxAttachment(attachment: $0, sha1: $1) },
      mustLookUp: state[1], postedAt: state.instant(2))
  }

  /// A conversation that is not on the server as what it is to become.
  private func newConversation(_ conversation: Conversation, recipients: [Participant]) -> NewConversation? {
    conversation.patient.map {
      NewConversation(
        recipients: recipients, patient: $0, subject: conversation.subject ?? "", type: conversation.type,
        priority: conversation.priority)
    }
  }
}
