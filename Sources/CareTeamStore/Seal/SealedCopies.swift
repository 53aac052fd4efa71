import CareTeamCore
import Glibc

/// The copies of a mailbox's files that are sealed with a new key.
struct SealedCopies {
  private let folder: String
  private let seal: FileSeal
  /// The copy of each file.
  private(set) var made: [String: String] = [:]

  /// Copies into a folder.
  init(in folder: String, _ seal: FileSeal) {
    self.folder = folder
    self.seal = seal
  }

  /// Makes the copy of a file, unless there is one; what is not there any more has none.
  ///
  /// - Parameter before: how it is sealed now; nil when it is plain.
  mutating func make(of path: String, _ before: FileSeal?) throws(StoreError) {
    guard made[path] == nil, !seal.owns(path), access(path, F_OK) == 0 else { return }
    let writer = try SealedFileWriter(in: folder, seal)
    if Attachment.isSealed(path), let before {
      try writer.write(allOf: try SealedFileReader(path, before))
    } else {
      try writer.write(allOf: path)
    }
    made[path] = try writer.finish()
  }

  /// Removes the copies, which nobody knows of.
  func discard() { for path in made.values { unlink(path) } }
}

extension SealedFileWriter {
  /// Takes what a sealed file has.
  fileprivate func write(allOf reader: SealedFileReader) throws(StoreError) {
    var offset: Int64 = 0
    while true {
      let piece = try reader.read(at: offset, count: FileSeal.piece)
      guard !piece.isEmpty else { return }
      try write(piece)
      offset += Int64(piece.count)
    }
  }

  /// Takes what a plain file has.
  fileprivate func write(allOf path: String) throws(StoreError) {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { throw MailboxFolder(path: path).failure(path) }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: FileSeal.piece)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw MailboxFolder(path: path).failure(path) }
      guard count > 0 else { return }
      try write(buffer[..<count])
    }
  }
}
