package import CareTeamCore
@preconcurrency import Glibc

extension LocalFile {
  /// Compares what is said of a file with what it is.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - filename: what its sender called it.
  ///   - declaredType: the media type that it is said to have.
  package static func examine(
    _ path: String, filename: String, declaredType: String?
  ) throws(CareTeamError) -> FileExamination {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw unreadable(filename, errno) }
    defer { close(file) }
    let size = Int(max(0, lseek(file, 0, SEEK_END)))
    let prefix = try bytes(file, 0..<min(size, FileKind.prefixLength), filename)
    let end = try bytes(file, max(0, size - FileKind.suffixLength)..<size, filename)
    return FileExamination(filename: filename, declaredType: declaredType, prefix: prefix, end: end)
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
