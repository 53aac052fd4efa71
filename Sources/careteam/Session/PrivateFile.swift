import CareTeamCore
@preconcurrency import Glibc

/// Small files that only their owner may read, written whole or not at all.
enum PrivateFile {
  /// Makes a folder and those above it, 0700.
  static func makeFolder(_ path: String) throws(CareTeamError) {
    var parent = ""
    for piece in path.split(separator: "/") {
      parent += "/" + piece
      if mkdir(parent, 0o700) != 0, errno != EEXIST {
        throw CareTeamError(.io, "cannot make the folder \(parent): \(String(cString: strerror(errno)))")
      }
    }
  }

  /// Writes a file beside its place, syncs it and renames it there, 0600.
  static func write(_ bytes: [UInt8], to path: String) throws(CareTeamError) {
    var template = Array("\(path).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure(path) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      written += count
    }
    let isWhole = written == bytes.count && fsync(descriptor) == 0
    let error = failure(path)
    close(descriptor)
    guard isWhole, rename(&template, path) == 0 else {
      unlink(&template)
      throw error
    }
  }

  /// The content of a small file; nil when it cannot be read.
  static func read(_ path: String, limit: Int = 1 << 20) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return read(descriptor, limit: limit)
  }

  /// Why a small file was not read.
  enum Obstacle: Error {
    /// It cannot be read, for this reason of errno(3).
    case unreadable(Int32)
    /// It has more bytes than the limit.
    case tooLong
  }

  /// The content of a small file.
  static func content(of path: String, limit: Int) throws(Obstacle) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(errno) }
    defer { close(descriptor) }
    errno = 0
    guard let content = read(descriptor, limit: limit) else { throw errno == 0 ? .tooLong : .unreadable(errno) }
    return content
  }

  /// The rest of a small file that is open; nil when it cannot be read.
  static func read(_ descriptor: Int32, limit: Int) -> [UInt8]? {
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while content.count <= limit {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? content : nil }
      content.append(contentsOf: buffer[..<count])
    }
    return nil
  }

  private static func failure(_ path: String) -> CareTeamError {
    errno == ENOSPC
      ? CareTeamError(.diskFull, "cannot write \(path): the disk is full; free some space and try again")
      : CareTeamError(.io, "cannot write \(path): \(String(cString: strerror(errno)))")
  }
}
