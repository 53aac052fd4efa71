import GRDB
import Glibc
import Synchronization

/// The local mailbox of one account: a folder with one SQLite database and the files of attachments.
///
/// Several processes may have it open. Readers never wait; each change is one IMMEDIATE transaction, which waits for at
/// most the lock wait, and is on the disk when the call returns.
package final class MailboxStore: Sendable {
  let folder: MailboxFolder
  private let queue: DatabaseQueue
  let seals: SealKeeper
  /// The mailbox's own name, 32 hexadecimal digits, which cursors carry.
  package let identity: String
  /// The number of the open file, by which it is noticed that another took its place.
  private let file: ino_t
  /// The note beside the database as this process knows it.
  private let note = Mutex<MailboxNote?>(nil)

  /// Opens the mailbox of a folder.
  ///
  /// - Parameters:
  ///   - directory: the absolute path of the account's folder.
  ///   - lockWait: how long a change waits for other processes.
  ///   - create: whether to make it when there is none; else that is `.missing`.
  ///   - keys: where the key of a sealed mailbox is asked for.
  package convenience init(
    directory: String, lockWait: Duration = .seconds(10), create: Bool, keys: KeySource? = nil
  ) throws(StoreError) {
    try self.init(directory: directory, lockWait: lockWait, create: create, keys: keys, migrations: Schema.migrations)
  }

  /// Opens the mailbox of a folder as a careteam would that has these migrations.
  convenience init(
    directory: String, lockWait: Duration, create: Bool, keys: KeySource? = nil, migrations: [String]
  ) throws(StoreError) {
    let folder = MailboxFolder(path: directory)
    try folder.prepare(create: create)
    let lock = try FolderLock(folder, alone: false, waiting: lockWait)
    if folder.hasReplacement {
      try lock.becomeAlone(in: folder, waiting: lockWait)
      if folder.hasReplacement { try folder.finishReplacement() }
    }
    try folder.prepareFiles(create: create)
    try self.init(folder, under: lock, lockWait: lockWait, keys: keys, migrations: migrations)
  }

  /// Opens the database of a folder whose lock the caller holds.
  ///
  /// - Parameter toExamine: only to look at it. No byte of it is changed then, not even by working in its log at the end.
  init(
    _ folder: MailboxFolder, under lock: borrowing FolderLock, lockWait: Duration, keys: KeySource? = nil,
    migrations: [String] = Schema.migrations, toExamine: Bool = false
  ) throws(StoreError) {
    seals = SealKeeper(keys)
    do {
      file = folder.number(of: folder.database)
      queue = try Self.queue(folder, lockWait, toExamine)
      let version = try queue.writeWithoutTransaction { try Schema.found(in: $0, of: folder, known: migrations.count) }
      if version < migrations.count, !toExamine {
        try lock.becomeAlone(in: folder, waiting: lockWait)
        try queue.writeWithoutTransaction { try Schema.upgrade($0, of: folder, by: migrations) }
      }
      identity = try queue.writeWithoutTransaction { try Schema.identity($0) }
    } catch {
      throw StoreError(opening: error, in: folder)
    }
    self.folder = folder
  }

  /// The mailbox's folder.
  package var directory: String { folder.path }

  /// The folder downloaded attachments are kept in.
  package var attachmentsDirectory: String { folder.attachments }

  /// Closes the database, so that this process holds no lock on it any more.
  func close() throws(StoreError) {
    do { try queue.close() } catch { throw StoreError(error, in: folder) }
  }

  /// Reads a state of the mailbox that no other process changes meanwhile.
  func read<Value>(_ body: (Transaction) throws -> Value) throws(StoreError) -> Value {
    try perform(.deferred, body)
  }

  /// Makes one change: all of it or nothing.
  ///
  /// - Parameter needsKey: whether a sealed mailbox's key must be at hand, so that nothing is changed without it.
  func write<Value>(needsKey: Bool = true, _ body: (Transaction) throws -> Value) throws(StoreError) -> Value {
    try perform(.immediate) { transaction in
      if needsKey { _ = try transaction.seal() }
      let value = try body(transaction)
      try keepNote(transaction)
      return value
    }
  }

  private func perform<Value>(
    _ kind: Database.TransactionKind, _ body: (Transaction) throws -> Value
  ) throws(StoreError) -> Value {
    do {
      return try queue.writeWithoutTransaction { db in
        try db.beginTransaction(kind)
        do {
          // Only now: while a change waited its turn the mailbox may have been made anew.
          guard folder.number(of: folder.database) == file else { throw StoreError.replaced }
          let value = try body(Transaction(db, seals: seals, copies: folder.attachments))
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

  /// Sees to it that the note beside the database promises the numbers this change has given, before it is committed.
  private func keepNote(_ transaction: Transaction) throws {
    let given = try transaction.counters()
    try note.withLock { known in
      if !transaction.hasChangedAccount, let known, known.covers(given) { return }
      let kept = folder.readNote()
      let new = try transaction.note(identity: identity, given: given, after: kept)
      if new != kept { try folder.write(new) }
      known = new
    }
  }

  /// Runs what must not be in a transaction.
  func performOutside(_ body: (Database) throws -> Void) throws(StoreError) {
    do { try queue.writeWithoutTransaction(body) } catch { throw StoreError(error, in: folder) }
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
