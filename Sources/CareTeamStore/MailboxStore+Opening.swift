import GRDB
import Glibc

extension MailboxStore {
  /// Opens a folder's database and reads from it, also where SQLite cannot make the files it wants beside it.
  ///
  /// Without room for the index of its log the database is for this process alone as long as it is open; in a folder that
  /// nobody can write to it is read as it is.
  static func queue(_ folder: MailboxFolder, _ lockWait: Duration, _ toExamine: Bool) throws -> DatabaseQueue {
    var configuration = Self.configuration(lockWait)
    configuration.readonly = toExamine
    do {
      return try opened(folder.database, configuration)
    } catch {
      switch StoreError(error, in: folder) {
      case .diskFull where !toExamine: configuration = Self.configuration(lockWait, alone: true)
      case .readOnly where !folder.isWritable && !folder.hasLog:
        configuration.readonly = true
        if let queue = try? opened(immutable(folder.database), configuration) { return queue }
        throw error
      default: throw error
      }
    }
    return try opened(folder.database, configuration)
  }

  private static func configuration(_ lockWait: Duration, alone: Bool = false) -> Configuration {
    var configuration = Configuration()
    let wait = lockWait.components
    configuration.busyMode = .timeout(Double(wait.seconds) + Double(wait.attoseconds) / 1e18)
    configuration.foreignKeysEnabled = false
    // Before anything else is asked, since SQLite makes the index with the first question.
    if alone { configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") } }
    // 16 MB at most, where SQLite's own 2 MB would have a load read the same pages again and again.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -16384") }
    // A committed change survives a loss of power: the log is synced at each commit (sqlite.org/pragma.html).
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    // What is deleted or replaced does not stay in the file (sqlite.org/pragma.html).
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
    return configuration
  }

  private static func opened(_ path: String, _ configuration: Configuration) throws -> DatabaseQueue {
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    _ = try queue.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    return queue
  }

  /// The name by which SQLite takes a file for one that nobody changes (sqlite.org/uri.html, `immutable`), where it is
  /// built to read such names, as Debian's is; elsewhere there is no such file.
  private static func immutable(_ path: String) -> String {
    let escaped = path.utf8.map { byte in
      let isPlain = byte == 0x2F || byte > 0x20 && byte < 0x7F && !"%?#".utf8.contains(byte)
      let digits = String(byte, radix: 16)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (digits.utf8.count < 2 ? "0" : "") + digits
    }
    return "file:" + escaped.joined() + "?immutable=1"
  }
}

extension MailboxFolder {
  /// Whether changes wait in the database's log.
  fileprivate var hasLog: Bool {
    var facts = stat()
    return lstat(database + "-wal", &facts) == 0 && facts.st_size > 0
  }
}
