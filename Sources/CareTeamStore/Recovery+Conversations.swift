import CareTeamCore
import GRDB

extension Recovery {
  /// The handles. What the rows of conversations and messages say of them comes later, and fills gaps.
  func recoverHandles() throws {
    for table in ["conversation_handle", "message_handle"] {
      try each(table) { row in if isHandle(row) { try insert(row, into: table) } }
    }
  }

  private func isHandle(_ row: SalvagedRow) -> Bool {
    guard row.hasReferences("reference") else { return false }
    guard let reference = row.text("reference") else { return row.text("client_id")?.isEmpty == false }
    return Reference(reference)?.id == row.text("id")
  }

  /// The handle that a conversation's or message's own row speaks of.
  func completeHandle(_ row: SalvagedRow, in table: HandleTable) throws {
    guard let number = row.integer("number"), try !has(number, in: table.rawValue) else { return }
    let reference = row.text("reference")
    let values: StatementArguments = [
      number, reference, reference.flatMap { Reference($0)?.id }, row.text("client_id"),
    ]
    try transaction.run(
      "INSERT OR IGNORE INTO \(table.rawValue) (number, reference, id, client_id) VALUES (?, ?, ?, ?)", values)
  }

  /// The conversations as they were, but for what is counted from their messages.
  func recoverConversations() throws {
    try each("conversation", take(conversation:))
    try eachScattered("conversation", take(conversation:))
  }

  private func take(conversation row: SalvagedRow) throws {
    guard var row = try sound(conversation: row), let number = row.integer("number") else { return }
    try completeHandle(row, in: .conversation)
    if let reference = row.text("reference"), try !isHandle(number, of: reference, in: .conversation) { return }
    row["participants"] = .text("")
    row["seen"] = .integer(0)
    for column in ["last_message", "last_sender", "last_outgoing", "waiting_who", "waiting_since"] {
      row[column] = .null
    }
    try insert(row, into: "conversation")
  }

  /// Whether a number is the one that is kept for a resource.
  func isHandle(_ number: Int64, of reference: String, in table: HandleTable) throws -> Bool {
    guard let reference = Reference(reference) else { return false }
    return try transaction.number(of: reference, in: table) == number
  }

  private func sound(conversation row: SalvagedRow) throws -> SalvagedRow? {
    guard row.hasReferences("reference"), row.hasInstants("created", "updated"), row.isTruth("is_closed"),
      row.integer("priority").map({ (0...2).contains($0) }) == true,
      row.text("type").flatMap({ MessageType(rawValue: $0) }) != nil,
      let members = try row.text("members").flatMap({ try known($0) })
    else { return nil }
    var row = row
    row["members"] = .text(members)
    if try !isPerson(row.integer("patient")) { row["patient"] = .null }
    if let category = row.text("category"), (try? JSON(parsing: category)) == nil { row["category"] = .null }
    return row
  }

  /// Makes conversations of which only the messages are left, until the server sends them again.
  func makePlaceholders(at now: Instant) throws {
    let missing = try transaction.rows(
      """
      SELECT DISTINCT conversation FROM (SELECT conversation FROM message UNION SELECT conversation FROM outbox
        WHERE state <> 'sent' UNION SELECT conversation FROM draft WHERE conversation IS NOT NULL) x
      WHERE NOT EXISTS (SELECT 1 FROM conversation c WHERE c.number = x.conversation)
      """
    ) { $0[0] as Int64 }
    let patient = try transaction.account()?.patient.map { try transaction.person($0, name: nil) }
    for number in missing {
      let reference = try transaction.value(
        String.self, "SELECT reference FROM conversation_handle WHERE number = ?", [number])
      try transaction.placeConversation(number, reference: reference.flatMap { Reference($0) }, at: now)
      // Nobody knows where an answer would go: it is closed until the server says what it is.
      try transaction.run(
        "UPDATE conversation SET patient = ?, is_closed = ? WHERE number = ?", [patient, reference == nil, number])
      placeholders.insert(number)
    }
  }

  /// Counts anew what is kept of each conversation's messages.
  ///
  /// How far one's own messages have come is kept, whatever receipts are missing, and nothing is announced again.
  func refreshConversations(at now: Instant) throws {
    try transaction.db.execute(
      sql: """
        CREATE TEMP TABLE progress AS SELECT number, progress, read_at FROM message WHERE outgoing = 1 AND progress > 0
        """)
    let last = try transaction.value(Int64.self, "SELECT max(position) FROM event") ?? 0
    for number in try transaction.rows("SELECT number FROM conversation", [], { $0[0] as Int64 }) {
      try transaction.refresh(number, at: now)
    }
    try transaction.db.execute(
      sql: """
        UPDATE message SET (progress, read_at) = (SELECT progress, read_at FROM temp.progress p
          WHERE p.number = message.number) WHERE number IN (SELECT number FROM temp.progress);
        DROP TABLE temp.progress;
        """)
    try transaction.run("DELETE FROM event WHERE position > ?", [last])
  }
}
