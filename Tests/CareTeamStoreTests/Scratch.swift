import Glibc

@testable import CareTeamStore

/// A folder for a mailbox, removed with all that is in it.
final class Scratch: Sendable {
  private let root: String
  /// The mailbox's folder.
  let path: String

  init() throws {
    var template = Array("/tmp/careteam-scratch-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw StoreError.io("mkdtemp") }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = root + "/home"
    mkdir(path, 0o700)
  }

  deinit { Self.remove(root) }

  var database: String { path + "/mailbox.sqlite3" }

  func open(wait: Duration = .seconds(10)) throws(StoreError) -> MailboxStore {
    try MailboxStore(directory: path, lockWait: wait, create: false, keys: KeySource(TemporaryMailbox.key))
  }

  /// The names of the files in the mailbox's folder.
  var names: [String] { Self.names(path).sorted() }

  func bytes(_ name: String) -> [UInt8] {
    let file = Glibc.open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: Int(lseek(file, 0, SEEK_END)))
    return pread(file, &bytes, bytes.count, 0) == bytes.count ? bytes : []
  }

  func write(_ bytes: [UInt8], to name: String) {
    let file = Glibc.open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    precondition(file >= 0 && Glibc.write(file, bytes, bytes.count) == bytes.count)
    close(file)
  }

  func mode(_ name: String) -> mode_t {
    var facts = stat()
    return lstat("\(path)/\(name)", &facts) == 0 ? facts.st_mode & 0o777 : 0
  }

  private static func names(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func remove(_ path: String) {
    for name in names(path) { remove("\(path)/\(name)") }
    _ = Glibc.remove(path)
  }
}
