package import CareTeamCore
import GRDB

extension MailboxStore {
  /// What a digest of the events after one position, up to and with another, is made of.
  package func digestMaterial(
    after position: Int64, through last: Int64, detail: DigestDetail
  ) throws(StoreError) -> DigestMaterial {
    try read { transaction in
      var material = DigestMaterial()
      try transaction.collectArrivals(after: position, through: last, detail, into: &material)
      try transaction.collectFailures(after: position, through: last, into: &material)
      try transaction.collectGaps(after: position, through: last, into: &material)
      material.debts = try transaction.debts(detail)
      material.unreadCount = try transaction.attention().unread
      return material
    }
  }

  /// The digest that was on its way when its mail server fell silent: up to which position it was.
  package func digestOnItsWay(cursor name: String) throws(StoreError) -> Int64? {
    try read {
      try $0.value(Int64.self, "SELECT position FROM cursor WHERE name = ?", [Self.sending(name)])
    }
  }

  /// Notes, before a digest is handed to a mail server, up to which position it is: should the answer be lost, the same
  /// digest is sent again, and not another that holds its messages too.
  package func beginDigest(cursor name: String, through position: Int64, at now: Instant) throws(StoreError) {
    try setCursor(named: Self.sending(name), position: position, at: now)
  }

  /// Notes what became of it: the cursor moves when the server has it.
  package func endDigest(
    cursor name: String, through position: Int64, accepted: Bool, at now: Instant
  ) throws(StoreError) {
    try write { transaction in
      if accepted {
        try transaction.run(
          "INSERT OR REPLACE INTO cursor (name, position, updated) VALUES (?, ?, ?)", [name, position, now.key])
      }
      try transaction.run("DELETE FROM cursor WHERE name = ?", [Self.sending(name)])
    }
  }

  /// The name under which a digest on its way stands among the cursors.
  private static func sending(_ name: String) -> String { "\(name) (sending)" }
}

extension Transaction {
  fileprivate func collectArrivals(
    after position: Int64, through last: Int64, _ detail: DigestDetail, into material: inout DigestMaterial
  ) throws {
    let arrived = try rows(
      """
      SELECT min(e.position), m.number, m.conversation, m.priority, m.is_read, m.sender
      FROM event e JOIN message m ON m.number = e.message
      WHERE e.position > ? AND e.position <= ? AND e.kind = 'messageReceived' AND m.outgoing = 0
      GROUP BY m.number ORDER BY 1
      """, [position, last]
    ) { row in
      (
        position: row[0] as Int64, message: row[1] as Int64, conversation: row[2] as Int64, priority: row[3] as Int,
        isRead: row[4] as Bool, sender: row[5] as Int64
      )
    }
    var seen: Set<Int64> = []
    for row in arrived {
      material.include(row.position)
      if seen.insert(row.conversation).inserted, let conversation = try conversation(row.conversation) {
        material.conversations.append(conversation)
      }
      material.arrivals.append(
        DigestMaterial.Arrival(
          conversation: Handle(.conversation, row.conversation), priority: Priority(stored: row.priority),
          isRead: row.isRead, from: detail == .counts ? nil : try participant(row.sender),
          message: detail == .full ? try message(row.message) : nil))
    }
  }

  /// Messages of the user's own that failed in the range, and that nobody has sent again since.
  fileprivate func collectFailures(after position: Int64, through last: Int64, into material: inout DigestMaterial)
    throws
  {
    let failed = try rows(
      """
      SELECT max(e.position) FROM event e JOIN message m ON m.number = e.message
      WHERE e.position > ? AND e.position <= ? AND e.kind = 'messageFailed' AND m.failed = 1 GROUP BY m.number
      """, [position, last]
    ) { $0[0] as Int64 }
    for position in failed { material.include(position) }
    material.failed = failed.count
  }

  /// Whether events may be missing in the range.
  fileprivate func collectGaps(after position: Int64, through last: Int64, into material: inout DigestMaterial) throws {
    let gap = try value(
      Int64.self, "SELECT max(position) FROM event WHERE position > ? AND position <= ? AND kind = 'gap'",
      [position, last])
    guard let gap else { return }
    material.include(gap)
    material.hasGap = true
  }

  /// The open conversations in which an answer is owed; nobody can answer in a completed one.
  fileprivate func debts(_ detail: DigestDetail) throws -> [DigestMaterial.Debt] {
    let owed = try rows(
      """
      SELECT number, waiting_who, waiting_since, priority FROM conversation
      WHERE waiting_who IS NOT NULL AND is_closed = 0
      """
    ) { (number: $0[0] as Int64, who: $0[1] as String, since: $0.instant(2), priority: $0[3] as Int) }
    return try owed.compactMap { row in
      guard let who = WaitingOn.Who(rawValue: row.who), let since = row.since else { return nil }
      return DigestMaterial.Debt(
        waitingOn: WaitingOn(who: who, since: since), priority: Priority(stored: row.priority),
        conversation: detail == .counts ? nil : try conversation(row.number))
    }
  }
}

extension DigestMaterial {
  /// Widens the range of what made it into the digest.
  fileprivate mutating func include(_ position: Int64) {
    let known = events ?? position...position
    events = min(known.lowerBound, position)...max(known.upperBound, position)
  }
}
