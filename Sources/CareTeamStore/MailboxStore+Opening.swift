import GRDB
import Glibc

extension MailboxStore {
  /// Opens the database of a folder, and brings it to the newest version.
  static func open(
    _ folder: MailboxFolder, under lock: borrowing FolderLock, lockWait: Duration, migrations: [String]
  ) throws(StoreError) -> (queue: DatabaseQueue, identity: String) {
    do {
      let queue = try DatabaseQueue(path: folder.database, configuration: configuration(lockWait))
      let version = try queue.writeWithoutTransaction { try Schema.found(in: $0, of: folder, known: migrations.count) }
      if version < migrations.count {
        try lock.becomeAlone(in: folder, waiting: lockWait)
        try queue.writeWithoutTransaction { try Schema.upgrade($0, of: folder, by: migrations) }
      }
      return (queue, try queue.writeWithoutTransaction { try Schema.identity($0) })
    } catch {
      throw StoreError(opening: error, in: folder)
    }
  }

  private static func configuration(_ lockWait: Duration) -> Configuration {
    var configuration = Configuration()
    let wait = lockWait.components
    configuration.busyMode = .timeout(Double(wait.seconds) + Double(wait.attoseconds) / 1e18)
    configuration.foreignKeysEnabled = false
    // A committed change survives a loss of power: the log is synced at each commit (sqlite.org/pragma.html).
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return configuration
  }

  /// Opens a mailbox to be read where SQLite cannot make its files beside it, on a full disk or one that may not be written:
  /// as a file that nobody changes (sqlite.org/uri.html, `immutable`).
  ///
  /// - Returns: nil when that cannot be done, such as when there is a log that has to be worked in first.
  static func openUnwritable(
    _ folder: MailboxFolder, because reason: StoreError, version: Int
  ) -> (queue: DatabaseQueue, identity: String)? {
    switch reason {
    case .diskFull, .readOnly: break
    default: return nil
    }
    var log = stat()
    guard lstat(folder.database + "-wal", &log) != 0 || log.st_size == 0 else { return nil }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.foreignKeysEnabled = false
    let path = folder.database.utf8.reduce(into: "") { path, byte in
      let isPlain = byte > 0x20 && byte < 0x7F && !"%?#".utf8.contains(byte)
      path += isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return try? {
      let queue = try DatabaseQueue(path: "file:\(path)?immutable=1", configuration: configuration)
      return try queue.writeWithoutTransaction { db in
        guard try Schema.found(in: db, of: folder, known: version) == version else { throw reason }
        return (queue, try Schema.identity(db))
      }
    }()
  }
}
