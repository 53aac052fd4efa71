import CareTeamCore
import GRDB

/// Fills a new mailbox with what can be read of a damaged one, each row checked for itself.
///
/// What the server has is overwritten by the full sync that follows, whatever was read here. What only this mailbox has,
/// such as a message that waits to be sent, is taken over as it was or not at all.
final class Recovery {
  let transaction: Transaction
  let reader: SalvageReader
  let layout: TableLayout
  let note: MailboxNote?
  let keeper: SealKeeper
  /// The seals of every key that is kept for the mailbox; none for a plain one.
  var seals: [MailboxSeal] = []
  private let copy: SalvageCopy
  /// A number that no row can have had, by the size of the file: each takes many more bytes than this leaves it.
  private let bound: Int64
  var report: RebuildReport
  /// Messages of which people or files are missing.
  var incomplete: Set<Int64> = []
  /// Messages that were found on a page to which no way leads.
  var scattered: Set<Int64> = []
  /// Conversations of which nothing but the handle is known.
  var placeholders: Set<Int64> = []

  init(
    into transaction: Transaction, from reader: SalvageReader, layout: TableLayout, note: MailboxNote?,
    copy: SalvageCopy, keeper: SealKeeper, report: RebuildReport
  ) {
    self.transaction = transaction
    self.reader = reader
    self.layout = layout
    self.note = note
    self.copy = copy
    self.keeper = keeper
    self.report = report
    bound = max(10_000, copy.size / 16)
  }

  /// Recovers everything, in the order in which one thing refers to another.
  func run(at now: Instant) throws {
    try recoverMeta()
    try recoverPeople()
    try recoverHandles()
    try recoverConversations()
    try recoverMessages()
    try recoverReceipts()
    let outbox = try recoverOutbox()
    try recoverDrafts()
    try recoverCursors()
    try recoverEvents()
    try makePlaceholders(at: now)
    try setCounters()
    try judge(outbox)
    try adoptStrays()
    try refreshConversations(at: now)
    try transaction.record(.gap, at: now, conversation: nil, message: nil)
    try count()
    report.faulty = reader.faulty
  }

  /// The greatest number of a table that is worth looking for.
  func last(in table: String) -> Int64 { max(bound, note?.reserved[table] ?? 0) }

  /// Every row of a table that can be read.
  func each(_ table: String, _ take: (SalvagedRow) throws -> Void) throws {
    try reader.rows(of: table, upTo: last(in: table)) { row in
      if let row = opened(row, of: table) { try take(row) }
    }
  }

  /// The rows of a table that are left on pages to which no way leads, of those which were not found otherwise.
  func eachScattered(_ name: String, _ take: (SalvagedRow) throws -> Void) throws {
    guard reader.faulty.contains(name), let table = layout.tables[name] else { return }
    try ScatteredRows.each(of: table, in: copy.folder.salvage, pageSize: copy.pageSize) { row in
      guard let number = row.integer("number"), number > 0, number <= last(in: name), try !has(number, in: name) else {
        return
      }
      if let row = opened(row, of: name) { try take(row) }
    }
  }

  /// Inserts a row, unless one of its keys is there already.
  func insert(_ row: SalvagedRow, into table: String) throws {
    guard let columns = layout.tables[table]?.columns.map(\.name) else { return }
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let texts = try sealed(row, for: table)
    try transaction.run(
      "INSERT OR IGNORE INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))",
      StatementArguments(columns.map { texts[$0] ?? row[$0].stored }))
  }

  /// Whether a table has a row of this number.
  func has(_ number: Int64, in table: String) throws -> Bool {
    try transaction.count("SELECT count(*) FROM \(table) WHERE number = ?", [number]) > 0
  }

  /// Sets from where each table gives numbers: above all that may have been given.
  ///
  /// The database's own count is believed when it could be read and nothing is known to be missing behind it; else the
  /// note's, which no number has passed, or else what the size of the file allows.
  private func setCounters() throws {
    let counted = report.isLogDamaged ? [:] : reader.counters()
    for table in ["conversation_handle", "message_handle", "outbox", "draft", "event"] {
      let column = table == "event" ? "position" : "number"
      let found = try transaction.value(Int64.self, "SELECT max(\(column)) FROM \(table)") ?? 0
      let isKnown = !counted.isEmpty && (counted[table] != nil || !reader.faulty.contains(table))
      let given = isKnown ? counted[table] ?? 0 : note?.reserved[table] ?? bound
      try transaction.run("DELETE FROM sqlite_sequence WHERE name = ?", [table])
      try transaction.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [table, max(found, given)])
    }
  }

  private func count() throws {
    report.conversations = try transaction.count("SELECT count(*) FROM conversation")
    report.messages = try transaction.count("SELECT count(*) FROM message")
    report.unsent = try transaction.count("SELECT count(*) FROM outbox WHERE state IN ('queued', 'unknown')")
    report.drafts = try transaction.count("SELECT count(*) FROM draft")
    report.cursors = try transaction.count("SELECT count(*) FROM cursor")
  }
}

extension SalvagedRow.Value {
  /// The value as GRDB stores it.
  fileprivate var stored: (any DatabaseValueConvertible)? {
    switch self {
    case .null: nil
    case .integer(let value): value
    case .text(let value): value
    case .sealed(let value): value
    }
  }
}
