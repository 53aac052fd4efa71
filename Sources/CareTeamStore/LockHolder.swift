import Glibc

/// The process that holds the mailbox's write lock.
package struct LockHolder: Sendable, Equatable {
  package var pid: Int32
  /// The command's name, where it can be read.
  package var command: String?

  /// Who holds SQLite's WAL write lock, byte 120 of the `-shm` file (sqlite.org/walformat.html §2.3.1), as
  /// `/proc/locks` tells; nil when nobody does any more, or where there is no such file.
  ///
  /// Asking the kernel needs no lock file that could be stale. The `-shm` file itself must not be opened here, since
  /// closing it would drop this process's own POSIX locks.
  static func ofWriteLock(sharedMemory path: String) -> LockHolder? {
    var status = stat()
    guard lstat(path, &status) == 0, let locks = text(of: "/proc/locks") else { return nil }
    for line in locks.split(separator: "\n") {
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      guard words.count == 8, words[1] == "POSIX", words[3] == "WRITE", let pid = Int32(words[4]),
        let inode = words[5].split(separator: ":").last, inode == String(status.st_ino),
        let from = UInt64(words[6]), let to = UInt64(words[7]) ?? (words[7] == "EOF" ? .max : nil),
        from <= 120, to >= 120
      else { continue }
      return LockHolder(process: pid)
    }
    return nil
  }

  /// The process of a number.
  init(process pid: Int32) {
    self.init(
      pid: pid, command: Self.text(of: "/proc/\(pid)/comm")?.split(separator: "\n").first.map(String.init))
  }

  private init(pid: Int32, command: String?) {
    self.pid = pid
    self.command = command
  }

  private static func text(of path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(file, &buffer, buffer.count)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}
