import CareTeamCore
import CareTeamStore
@preconcurrency import Glibc

/// A file that is read from its beginning on, sealed or not.
final class LocalSource {
  private let file: Int32
  private let reader: SealedFileReader?
  private let name: String
  private var offset: Int64 = 0

  /// A file of the mailbox's folder, or one that is made of it.
  ///
  /// - Parameter seal: how the mailbox's files are sealed; nil in a plain one.
  init(_ path: String, _ seal: FileSeal?) throws(CareTeamError) {
    name = path
    if Attachment.isSealed(path), let seal {
      reader = try stored { () throws(StoreError) in try SealedFileReader(path, seal) }
      file = -1
    } else {
      reader = nil
      file = open(path, O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { throw LocalFile.unreadable(path, errno) }
    }
  }

  deinit { if file >= 0 { close(file) } }

  /// Puts the next bytes into a buffer.
  ///
  /// - Returns: how many; 0 at the end.
  func read(into buffer: inout [UInt8]) throws(CareTeamError) -> Int {
    if let reader {
      let offset = offset
      let bytes = try stored { () throws(StoreError) in try reader.read(at: offset, count: buffer.count) }
      buffer.replaceSubrange(0..<bytes.count, with: bytes)
      self.offset += Int64(bytes.count)
      return bytes.count
    }
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw LocalFile.unreadable(name, errno) }
      return count
    }
  }
}
