import GRDB
import Glibc

/// The tables of the newest version: their columns, and where a new mailbox has them.
struct TableLayout {
  /// A column of a table.
  struct Column: Sendable {
    var name: String
    var isInteger: Bool
    var isRequired: Bool
    /// What a row has that was written before the column was added, as SQL.
    var standard: String?
    /// Its place in the primary key, from 1; 0 for any other column.
    var key: Int
    /// Whether a sealed mailbox has it sealed.
    var isSealable = false
  }

  /// A table.
  struct Table: Sendable {
    var name: String
    var columns: [Column]
    var hasNumbers: Bool
  }

  private(set) var tables: [String: Table] = [:]
  /// The page on which each table of a new mailbox begins.
  private(set) var roots: [String: Int64] = [:]
  /// The name under which the copy has SQLite's own table of the numbers given last.
  static let counters = "counters"

  /// Learns it from a new mailbox in memory.
  init() throws {
    try DatabaseQueue().writeWithoutTransaction { db in
      try Schema.migrate(db, from: 0)
      for row in try Row.fetchAll(db, sql: "SELECT name, rootpage, sql FROM sqlite_master WHERE type = 'table'") {
        let name = row[0] as String
        roots[name] = row[1]
        let columns = try Row.fetchAll(
          db, sql: "SELECT name, type, \"notnull\", pk, dflt_value FROM pragma_table_info(?)", arguments: [name])
        let sealable = (SealedColumn.all[name] ?? []).map(\.name)
        tables[name] = Table(
          name: name,
          columns: columns.map {
            Column(
              name: $0[0], isInteger: $0[1] == "INTEGER", isRequired: $0[2], standard: $0[4], key: $0[3],
              isSealable: sealable.contains($0[0]))
          },
          hasNumbers: !(row[2] as String).uppercased().hasSuffix("WITHOUT ROWID"))
      }
    }
  }

  /// The first page of a database in which these tables begin on these pages, and which has nothing else: a table that
  /// would begin behind the file's end is left out.
  func page(
    of size: Int, roots: [String: Int64], pageCount: Int64, in folder: MailboxFolder
  ) throws -> [UInt8] {
    unlink(folder.making)
    defer { unlink(folder.making) }
    try folder.makeFile(folder.making)
    let queue = try DatabaseQueue(path: folder.making)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA page_size = \(size); PRAGMA writable_schema = ON; PRAGMA user_version = 1")
      for name in SalvageCopy.tables {
        guard let table = tables[name], let root = roots[name], root > 1, root <= pageCount else { continue }
        try enter(table.name, root, table.declaration, db)
      }
      if let root = roots["sqlite_sequence"], root > 1, root <= pageCount {
        try enter(Self.counters, root, "CREATE TABLE \(Self.counters)(name,seq)", db)
      }
    }
    // All of it has to be on the first page, since the others are the damaged mailbox's.
    let count = try queue.read { try Int.fetchOne($0, sql: "PRAGMA page_count") }
    try queue.close()
    guard count == 1 else { throw StoreError.io("the tables' names do not fit on a page") }
    var page = [UInt8](repeating: 0, count: size)
    let file = open(folder.making, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw folder.failure(folder.making) }
    defer { close(file) }
    guard read(file, &page, size) == size else { throw folder.failure(folder.making) }
    // The size of the database in pages (sqlite.org/fileformat2.html §1.3.7).
    for index in 0..<4 { page[28 + index] = UInt8(truncatingIfNeeded: pageCount >> (24 - 8 * Int64(index))) }
    return page
  }

  private func enter(_ name: String, _ root: Int64, _ sql: String, _ db: Database) throws {
    try db.execute(
      sql: "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', ?, ?, ?, ?)",
      arguments: [name, name, root, sql])
  }
}

extension TableLayout.Table {
  /// The table in as few words as will do to read it.
  fileprivate var declaration: String {
    let key = columns.filter { $0.key > 0 }.sorted { $0.key < $1.key }
    let plain = columns.map { $0.name + ($0.standard.map { " DEFAULT \($0)" } ?? "") }
    if hasNumbers {
      let names = zip(columns, plain).map { $0.key > 0 && $0.isInteger ? "\($0.name) INTEGER PRIMARY KEY" : $1 }
      return "CREATE TABLE \(name)(\(names.joined(separator: ",")))"
    }
    let names = plain + ["PRIMARY KEY(\(key.map(\.name).joined(separator: ",")))"]
    return "CREATE TABLE \(name)(\(names.joined(separator: ",")))WITHOUT ROWID"
  }
}
