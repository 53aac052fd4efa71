import CareTeamCore
import GRDB

extension Recovery {
  /// The outbox: what may have arrived is looked up before it is sent, and what was being sent may have arrived.
  ///
  /// - Returns: the messages that are still to be sent.
  func recoverOutbox() throws -> [(entry: Int64, message: Int64)] {
    var unsent: [(entry: Int64, message: Int64)] = []
    try each("outbox") { row in
      guard var row = sound(entry: row), let number = row.integer("number"), let message = row.integer("message") else {
        return
      }
      guard row.text("state") != OutboxEntry.State.sent.rawValue else { return try insert(row, into: "outbox") }
      guard try isText(of: row, message) else { return report.lost.append(Handle(.outbox, number)) }
      if row.text("state") == OutboxEntry.State.claimed.rawValue {
        row["state"] = .text(OutboxEntry.State.unknown.rawValue)
      }
      if row.text("state") != OutboxEntry.State.queued.rawValue || report.isLogDamaged {
        row["may_exist"] = .integer(1)
      }
      row["owner"] = .null
      row["lease_until"] = .null
      try insert(row, into: "outbox")
      unsent.append((number, message))
    }
    return unsent
  }

  private func sound(entry row: SalvagedRow) -> SalvagedRow? {
    guard row.text("state").flatMap({ OutboxEntry.State(rawValue: $0) }) != nil, row.isTruth("begins", "may_exist"),
      row.text("client_id")?.isEmpty == false, row.hasInstants("next_attempt", "created", "lease_until", "posted"),
      row.integer("attempts").map({ $0 >= 0 }) == true, row.integer("conversation").map({ $0 > 0 }) == true
    else { return nil }
    return row
  }

  /// Whether the text of an item of the outbox is there: by its message, client id and conversation.
  private func isText(of row: SalvagedRow, _ message: Int64) throws -> Bool {
    try transaction.count(
      "SELECT count(*) FROM message WHERE number = ? AND client_id = ? AND conversation = ? AND outgoing = 1",
      [message, row.text("client_id"), row.integer("conversation")]) > 0
  }

  /// Keeps back what is not whole, so that a person decides: it must not be sent without a file or to somebody else.
  func judge(_ unsent: [(entry: Int64, message: Int64)]) throws {
    for item in unsent where try !isWhole(item.entry, message: item.message) {
      try hold(item.entry, message: item.message)
    }
  }

  private func isWhole(_ entry: Int64, message: Int64) throws -> Bool {
    guard !incomplete.contains(message) else { return false }
    let row = try transaction.row(
      """
      SELECT c.number, c.reference, c.patient, o.begins, (SELECT count(*) FROM attachment a WHERE a.message = o.message
        AND a.state IN ('queued', 'uploaded') AND (a.path IS NULL OR a.sha256 IS NULL))
      FROM outbox o JOIN conversation c ON c.number = o.conversation WHERE o.number = ?
      """, [entry])
    guard let row, row[4] as Int == 0 else { return false }
    let isPlaceholder = placeholders.contains(row[0])
    if row[1] as String? != nil { return !isPlaceholder || row[2] as Int64? != nil }
    // A conversation that is to begin, or that an earlier item of the outbox begins.
    return !isPlaceholder && row[2] as Int64? != nil
  }

  private static let notWhole = "not all of it could be read when the damaged mailbox was made anew"

  private func hold(_ entry: Int64, message: Int64) throws {
    try transaction.run(
      """
      UPDATE outbox SET state = 'failed', may_exist = 1, next_attempt = NULL,
        last_error = ? WHERE number = ?
      """, [transaction.stored(Self.notWhole, .lastError, of: entry), entry])
    try transaction.run("UPDATE message SET failed = 1 WHERE number = ?", [message])
    report.held.append(Handle(.outbox, entry))
  }

  /// Puts messages back that were to be sent and whose place in the outbox could not be read, for a person to decide.
  func adoptStrays() throws {
    let strays = try transaction.rows(
      """
      SELECT m.number, m.client_id, m.conversation, m.sent, c.reference IS NULL AND NOT EXISTS (
        SELECT 1 FROM outbox o WHERE o.conversation = m.conversation AND o.begins = 1)
      FROM message m JOIN conversation c ON c.number = m.conversation
      WHERE m.outgoing = 1 AND m.reference IS NULL AND m.client_id IS NOT NULL
        AND m.number NOT IN (SELECT message FROM outbox) ORDER BY m.number
      """
    ) { ($0[0] as Int64, $0[1] as String, $0[2] as Int64, $0[3] as String, $0[4] as Bool) }
    for (message, client, conversation, sent, begins) in strays {
      // On a page that is not in use any more it may be one that was taken back.
      if scattered.contains(message) {
        try transaction.run("DELETE FROM message WHERE number = ?", [message])
        continue
      }
      try transaction.run(
        """
        INSERT OR IGNORE INTO outbox (client_id, state, conversation, message, begins, may_exist, created)
        VALUES (?, 'failed', ?, ?, ?, 1, ?)
        """, [client, conversation, message, begins, sent])
      if transaction.db.changesCount > 0 { try hold(transaction.db.lastInsertedRowID, message: message) }
    }
  }

  /// The drafts, also those whose files cannot be read.
  func recoverDrafts() throws {
    let me = try transaction.me()
    try each("draft") { try take(draft: $0, me: me) }
    try eachScattered("draft") { row in
      // On a page that is not in use any more it may be one that was sent.
      let sent = try transaction.count(
        "SELECT count(*) FROM message_handle WHERE client_id = ?", [row.text("client_id")])
      if sent == 0 { try take(draft: row, me: me) }
    }
  }

  private func take(draft row: SalvagedRow, me: Reference?) throws {
    guard row.hasInstants("updated"), row.text("client_id")?.isEmpty == false else { return }
    if let new = row.text("new_conversation") {
      guard let json = try? JSON(parsing: new), (try? NewConversation(stored: json, me: me)) != nil else { return }
    } else {
      guard let number = row.integer("conversation"), number > 0, number <= last(in: "conversation_handle") else {
        return
      }
    }
    var row = row
    if let files = row.text("attachments"), (try? JSON(parsing: files)) == nil { row["attachments"] = .text("[]") }
    try insert(row, into: "draft")
  }

  /// The named cursors.
  func recoverCursors() throws {
    try each("cursor") { row in
      guard row.text("name")?.isEmpty == false, row.hasInstants("updated"),
        row.integer("position").map({ $0 >= 0 && $0 <= last(in: "event") }) == true
      else { return }
      try insert(row, into: "cursor")
    }
  }

  /// The events, in which cursors are places.
  func recoverEvents() throws {
    try each("event") { row in
      guard row.text("kind").flatMap({ MailboxEvent.Kind(rawValue: $0) }) != nil, row.hasInstants("at"),
        try row.integer("conversation").map({ try has($0, in: "conversation_handle") }) ?? true,
        try row.integer("message").map({ try has($0, in: "message_handle") }) ?? true
      else { return }
      try insert(row, into: "event")
    }
  }
}
