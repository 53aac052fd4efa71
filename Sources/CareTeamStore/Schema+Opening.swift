import GRDB

extension Schema {
  /// The greatest number that can be a version: beyond it the file's header is damaged.
  private static let greatestVersion = 10_000

  /// The version of an open database.
  ///
  /// - Throws: `newerSchema`, or `damaged` for what no careteam has written.
  static func found(in db: Database, of folder: MailboxFolder, known: Int) throws -> Int {
    let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard (0...greatestVersion).contains(found) else { throw StoreError.damaged("its version is \(found)") }
    guard found <= known else { throw StoreError.newerSchema(found: found, known: known) }
    guard found == 0 else { return found }
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard tables == 0 else { throw StoreError.damaged("it has tables and no version") }
    guard folder.readNote() == nil else { throw StoreError.damaged("it is empty") }
    return 0
  }

  /// Brings a database to the newest version, all of it or nothing.
  static func upgrade(_ db: Database, of folder: MailboxFolder, by migrations: [String]) throws {
    // Outside of a transaction, as SQLite wants it, and kept in the file from then on.
    try db.execute(sql: "PRAGMA journal_mode = WAL")
    try db.inTransaction(.immediate) {
      let found = try found(in: db, of: folder, known: migrations.count)
      try migrate(db, from: found, by: migrations)
      return .commit
    }
  }

  /// The mailbox's own name.
  static func identity(_ db: Database) throws -> String {
    guard let identity = try String.fetchOne(db, sql: "SELECT identity FROM meta"), MailboxNote.isIdentity(identity)
    else { throw StoreError.damaged("the mailbox has no identity") }
    return identity
  }
}
