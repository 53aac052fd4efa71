import GRDB

/// The local mailbox of one account: a folder with one SQLite database and the files of attachments.
///
/// Several processes may have it open. Readers never wait; each change is one IMMEDIATE transaction, which waits for at
/// most the lock wait, and is on the disk when the call returns.
package final class MailboxStore: Sendable {
  let folder: MailboxFolder
  private let queue: DatabaseQueue
  /// The mailbox's own name, 32 hexadecimal digits, which cursors carry.
  package let identity: String

  /// Opens the mailbox of a folder.
  ///
  /// - Parameters:
  ///   - directory: the absolute path of the account's folder.
  ///   - lockWait: how long a change waits for other processes.
  ///   - create: whether to make it when there is none; else that is `.missing`.
  package init(directory: String, lockWait: Duration = .seconds(10), create: Bool) throws(StoreError) {
    let folder = MailboxFolder(path: directory)
    try folder.prepare(create: create)
    do {
      queue = try DatabaseQueue(path: folder.database, configuration: Self.configuration(lockWait))
      identity = try Self.identity(queue, folder, lockWait)
    } catch {
      throw StoreError(error, in: folder)
    }
    self.folder = folder
  }

  /// The folder downloaded attachments are kept in.
  package var attachmentsDirectory: String { folder.attachments }

  private static func configuration(_ lockWait: Duration) -> Configuration {
    var configuration = Configuration()
    let wait = lockWait.components
    configuration.busyMode = .timeout(Double(wait.seconds) + Double(wait.attoseconds) / 1e18)
    configuration.foreignKeysEnabled = false
    // A committed change survives a loss of power: the log is synced at each commit (sqlite.org/pragma.html).
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return configuration
  }

  private static func identity(_ queue: DatabaseQueue, _ folder: MailboxFolder, _ wait: Duration) throws -> String {
    try queue.writeWithoutTransaction { db in
      let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      guard found <= Schema.version else { throw StoreError.newerSchema(found: found, known: Schema.version) }
      if found < Schema.version { try folder.alone(waiting: wait) { try upgrade(db) } }
      guard let identity = try String.fetchOne(db, sql: "SELECT identity FROM meta") else {
        throw StoreError.damaged("the mailbox has no identity")
      }
      return identity
    }
  }

  private static func upgrade(_ db: Database) throws {
    // Outside of a transaction, as SQLite wants it, and kept in the file from then on.
    try db.execute(sql: "PRAGMA journal_mode = WAL")
    try db.inTransaction(.immediate) {
      let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      guard found <= Schema.version else { throw StoreError.newerSchema(found: found, known: Schema.version) }
      try Schema.migrate(db, from: found)
      return .commit
    }
  }

  /// Reads a state of the mailbox that no other process changes meanwhile.
  func read<Value>(_ body: (Transaction) throws -> Value) throws(StoreError) -> Value {
    try perform(.deferred, body)
  }

  /// Makes one change: all of it or nothing.
  func write<Value>(_ body: (Transaction) throws -> Value) throws(StoreError) -> Value {
    try perform(.immediate, body)
  }

  private func perform<Value>(
    _ kind: Database.TransactionKind, _ body: (Transaction) throws -> Value
  ) throws(StoreError) -> Value {
    do {
      return try queue.writeWithoutTransaction { db in
        try db.beginTransaction(kind)
        do {
          let value = try body(Transaction(db))
          try db.commit()
          return value
        } catch {
          if db.isInsideTransaction { try db.rollback() }
          throw error
        }
      }
    } catch {
      throw StoreError(error, in: folder)
    }
  }

  /// A number that changes when another process has changed the mailbox (SQLite's `data_version`).
  package func dataVersion() throws(StoreError) -> Int {
    do {
      return try queue.writeWithoutTransaction { db in
        try Int.fetchOne(db.cachedStatement(sql: "PRAGMA data_version")) ?? 0
      }
    } catch {
      throw StoreError(error, in: folder)
    }
  }
}
