import Glibc

extension MailboxFolder {
  /// The most bytes a note has; a longer file is none.
  private static let noteLimit = 1 << 16

  /// The note beside the database; nil when there is none that can be read.
  func readNote() -> MailboxNote? {
    let file = open(note, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count < Self.noteLimit {
      let count = read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(validating: bytes, as: UTF8.self).flatMap { MailboxNote(text: $0) }
  }

  /// Puts a note in the place of the one before, whole or not at all, and on the disk when the call returns.
  func write(_ note: MailboxNote) throws(StoreError) {
    let partial = self.note + ".new"
    let file = open(partial, O_CREAT | O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(partial) }
    do throws(StoreError) {
      defer { close(file) }
      try write(Array(note.text.utf8), to: file, of: partial)
      guard fsync(file) == 0 else { throw failure(partial) }
    } catch {
      unlink(partial)
      throw error
    }
    guard rename(partial, self.note) == 0 else { throw failure(self.note) }
    try settle()
  }

  /// Writes bytes at the end of an open file.
  func write(_ bytes: [UInt8], to file: Int32, of path: String) throws(StoreError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(file, $0.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(path) }
      written += count
    }
  }

  /// Waits until the names in the folder are on the disk.
  func settle() throws(StoreError) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw failure(path) }
    defer { close(folder) }
    // Where a file system cannot sync folders it says EINVAL.
    guard fsync(folder) == 0 || errno == EINVAL else { throw failure(path) }
  }
}
