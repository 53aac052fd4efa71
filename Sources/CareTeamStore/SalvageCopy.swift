import GRDB
import Glibc

/// A copy of a damaged database with its log worked in, and with a first page that leads to the tables alone.
///
/// The first page of a database says where each table begins. Here it is replaced by one made for the purpose, which knows
/// no index, so that neither a damaged header nor a damaged index is in the way of the rows. The original is only read.
struct SalvageCopy {
  let folder: MailboxFolder
  /// Whether a part of the log that was committed could not be read.
  private(set) var isLogDamaged = false
  /// The size of the damaged database, with its log, in bytes.
  private(set) var size: Int64 = 0
  /// The size of its pages.
  private(set) var pageSize = 4096

  /// The tables whose rows are worth having; the rest comes from the server.
  static let tables = [
    "meta", "person", "conversation_handle", "message_handle", "conversation", "message", "attachment", "receipt",
    "pending_receipt", "outbox", "draft", "cursor", "event",
  ]

  /// Makes the copy.
  ///
  /// - Parameter note: what is known of the mailbox without its database.
  init(of folder: MailboxFolder, note: MailboxNote?) throws {
    self.folder = folder
    let file = Glibc.open(folder.salvage, O_CREAT | O_TRUNC | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw folder.failure(folder.salvage) }
    defer { close(file) }
    try copyDatabase(to: file)
    try copyLog(to: file)
    let pages = max(1, (size + Int64(pageSize) - 1) / Int64(pageSize))
    guard ftruncate(file, off_t(pages * Int64(pageSize))) == 0 else { throw folder.failure(folder.salvage) }
    let layout = try TableLayout()
    let blank = try layout.page(of: pageSize, roots: [:], pageCount: pages, in: folder)
    try write(Array(blank[..<100]), at: 0, to: file)
    let roots = readRoots(pages).merging(note?.roots ?? [:]) { own, _ in own }.merging(layout.roots) { own, _ in own }
    let first = try layout.page(of: pageSize, roots: roots, pageCount: pages, in: folder)
    try write(first, at: 0, to: file)
  }

  /// Opens the copy for reading.
  func open() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cell_size_check = ON") }
    return try DatabaseQueue(path: folder.salvage, configuration: configuration)
  }

  /// Copies piece by piece; a piece that the disk does not give back stays zero.
  private mutating func copyDatabase(to target: Int32) throws {
    let source = Glibc.open(folder.database, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard source >= 0 else {
      guard errno == ENOENT else { throw folder.failure(folder.database) }
      return
    }
    defer { close(source) }
    var facts = stat()
    guard fstat(source, &facts) == 0 else { throw folder.failure(folder.database) }
    size = Int64(facts.st_size)
    var place: Int64 = 0
    var buffer = [UInt8](repeating: 0, count: pageSize)
    while place < size {
      let count = pread(source, &buffer, buffer.count, off_t(place))
      if count < 0, errno == EINTR { continue }
      guard count > 0 || errno == EIO else { throw folder.failure(folder.database) }
      if count > 0 { try write(Array(buffer[..<count]), at: place, to: target) }
      place += Int64(count > 0 ? count : buffer.count)
    }
  }

  private mutating func copyLog(to target: Int32) throws {
    guard let bytes = folder.logBytes(), let log = WriteAheadLog(bytes) else { return }
    isLogDamaged = log.isDamaged
    pageSize = log.pageSize
    for (page, content) in log.pages where page > 0 {
      try write(Array(bytes[content]), at: Int64(page - 1) * Int64(pageSize), to: target)
    }
    size = max(size, Int64(log.pageCount) * Int64(pageSize))
  }

  private func write(_ bytes: [UInt8], at place: Int64, to file: Int32) throws(StoreError) {
    guard lseek(file, off_t(place), SEEK_SET) >= 0 else { throw folder.failure(folder.salvage) }
    try folder.write(bytes, to: file, of: folder.salvage)
  }

  /// Where each table begins by the file's own word, if it can still be read.
  private func readRoots(_ pages: Int64) -> [String: Int64] {
    guard let queue = try? open() else { return [:] }
    let found = try? queue.read { db in
      try Row.fetchAll(db, sql: "SELECT name, rootpage FROM sqlite_master WHERE type = 'table'")
    }
    try? queue.close()
    let roots = (found ?? []).compactMap { row -> (String, Int64)? in
      guard let name = String.fromDatabaseValue(row[0]), let root = Int64.fromDatabaseValue(row[1]), root > 1,
        root <= pages
      else { return nil }
      return (name, root)
    }
    return Dictionary(roots, uniquingKeysWith: max)
  }
}

extension MailboxFolder {
  /// The content of the database's log; nil when there is none that can be read.
  func logBytes() -> [UInt8]? {
    let file = open(database + "-wal", O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }
}
