import Glibc

/// A file that only its owner may read, replaced as a whole or not at all.
struct PrivateFile {
  /// Where it is.
  var path: String

  /// Writes beside the file and renames over it, so that no one sees half of it.
  func replace(with bytes: [UInt8]) throws(ServeError) {
    let temporary = "\(path).\(getpid()).new"
    unlink(temporary)
    try Self(path: temporary).create(bytes)
    guard rename(temporary, path) == 0 else {
      let detail = systemError()
      unlink(temporary)
      throw .cannotCreate(path: path, detail: detail)
    }
  }

  /// Writes a file that must not be there yet.
  func create(_ bytes: [UInt8]) throws(ServeError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotCreate(path: path, detail: systemError()) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 || errno == EINTR else { throw .io(path: path, detail: systemError()) }
      rest = rest.dropFirst(max(count, 0))
    }
    guard fsync(descriptor) == 0 else { throw .io(path: path, detail: systemError()) }
  }

  /// Its first 4096 bytes without white space at the ends, or nil if it cannot be read.
  func text() -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    guard count >= 0 else { return nil }
    let words = String(decoding: bytes[..<count], as: UTF8.self).split(whereSeparator: \.isWhitespace)
    return words.joined(separator: " ")
  }
}
