package import CareTeamCore
package import CareTeamStore
@preconcurrency import Glibc

extension LocalFile {
  /// Compares what is said of a file with what it is.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - seal: how the mailbox's files are sealed, for one of them.
  ///   - filename: what its sender called it.
  ///   - declaredType: the media type that it is said to have.
  package static func examine(
    _ path: String, _ seal: FileSeal? = nil, filename: String, declaredType: String?
  ) throws(CareTeamError) -> FileExamination {
    if let seal, Attachment.isSealed(path) {
      return try examine(sealed: path, seal, filename: filename, declaredType: declaredType)
    }
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw unreadable(filename, errno) }
    defer { close(file) }
    let size = Int(max(0, lseek(file, 0, SEEK_END)))
    let prefix = try bytes(file, 0..<min(size, FileKind.prefixLength), filename)
    let end = try bytes(file, max(0, size - FileKind.suffixLength)..<size, filename)
    return FileExamination(filename: filename, declaredType: declaredType, prefix: prefix, end: end)
  }

  private static func examine(
    sealed path: String, _ seal: FileSeal, filename: String, declaredType: String?
  ) throws(CareTeamError) -> FileExamination {
    try stored { () throws(StoreError) in
      let reader = try SealedFileReader(path, seal)
      let start = max(0, reader.size - Int64(FileKind.suffixLength))
      return FileExamination(
        filename: filename, declaredType: declaredType, prefix: try reader.read(at: 0, count: FileKind.prefixLength),
        end: try reader.read(at: start, count: FileKind.suffixLength))
    }
  }

  /// The bytes of a range, as far as there are any.
  static func bytes(_ descriptor: Int32, _ range: Range<Int>, _ name: String) throws(CareTeamError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var got = 0
    while got < range.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress?.advanced(by: got), buffer.count - got, off_t(range.lowerBound + got))
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(name, errno) }
      if count == 0 { break }
      got += count
    }
    return got == bytes.count ? bytes : Array(bytes[..<got])
  }
}
