package import CareTeamCore
@preconcurrency import Glibc

/// A file on this machine, read or written in pieces so that its size does not matter.
package enum LocalFile {
  private static let chunk = 1 << 20

  /// The SHA-256 of a file in hexadecimal, and its size in bytes.
  package static func digest(_ path: String) throws(CareTeamError) -> (sha256: String, size: Int64) {
    let source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw unreadable(path, errno) }
    defer { close(source) }
    return try pump(from: source, to: nil, name: path)
  }

  /// Copies a file's bytes to an open descriptor.
  package static func copy(_ path: String, to descriptor: Int32) throws(CareTeamError) {
    let source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw unreadable(path, errno) }
    defer { close(source) }
    _ = try pump(from: source, to: descriptor, name: path)
  }

  /// The whole content of a file that is small by its nature.
  static func contents(_ path: String) throws(CareTeamError) -> [UInt8] {
    let source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw unreadable(path, errno) }
    defer { close(source) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: chunk)
    while true {
      let count = read(source, &buffer, chunk)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path, errno) }
      if count == 0 { return content }
      content.append(contentsOf: buffer[..<count])
    }
  }

  /// Puts other content into a file.
  static func replace(_ path: String, with bytes: [UInt8]) throws(CareTeamError) {
    let target = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW)
    guard target >= 0 else { throw failure("write \(path)", errno) }
    defer { close(target) }
    try write(bytes, to: target, name: path)
  }

  /// Writes bytes to an open descriptor.
  static func write(_ bytes: [UInt8], to descriptor: Int32, name: String) throws(CareTeamError) {
    try writeAll(bytes, count: bytes.count, to: descriptor, name: name)
  }

  /// Creates an empty file of a fresh name, 0600, in a folder.
  package static func create(in folder: String) throws(CareTeamError) -> (path: String, descriptor: Int32) {
    var template = Array("\(folder)/.careteam-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard descriptor >= 0 else { throw uncreated("a file in \(folder)", errno) }
    return (path, descriptor)
  }

  /// Gives a finished file its name, which must not be taken; other names are tried by the caller.
  ///
  /// - Returns: whether the name was free.
  package static func place(_ partial: String, at path: String) throws(CareTeamError) -> Bool {
    if link(partial, path) == 0 {
      unlink(partial)
      return true
    }
    if errno == EEXIST { return false }
    if errno == EPERM || errno == EOPNOTSUPP { return try moveWithoutLinks(partial, to: path) }
    throw uncreated(path, errno)
  }

  /// For file systems without hard links: the name is taken first, then replaced.
  private static func moveWithoutLinks(_ partial: String, to path: String) throws(CareTeamError) -> Bool {
    let claimed = open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, 0o600)
    guard claimed >= 0 else {
      if errno == EEXIST { return false }
      throw uncreated(path, errno)
    }
    close(claimed)
    guard rename(partial, path) == 0 else { throw failure("create \(path)", errno) }
    return true
  }

  private static func pump(
    from source: Int32, to target: Int32?, name: String
  ) throws(CareTeamError) -> (sha256: String, size: Int64) {
    var digest = CopyDigest()
    var buffer = [UInt8](repeating: 0, count: chunk)
    while true {
      let count = read(source, &buffer, chunk)
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw unreadable(name, errno)
      }
      digest.update(buffer[..<count])
      if let target { try writeAll(buffer, count: count, to: target, name: name) }
    }
    if let target { try settle(target, name: name) }
    return (digest.sha256, digest.size)
  }

  /// Sees to it that what was written is on the disk, where it can be.
  static func settle(_ descriptor: Int32, name: String) throws(CareTeamError) {
    if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS { throw failure("store \(name)", errno) }
  }

  private static func writeAll(
    _ buffer: [UInt8], count: Int, to target: Int32, name: String
  ) throws(CareTeamError) {
    var written = 0
    while written < count {
      let step = buffer.withUnsafeBytes { bytes in
        Glibc.write(target, bytes.baseAddress?.advanced(by: written), count - written)
      }
      if step < 0, errno == EINTR { continue }
      guard step > 0 else { throw failure("write \(name)", errno) }
      written += step
    }
  }

  /// What is said of a file that cannot be read.
  static func unreadable(_ path: String, _ code: Int32) -> CareTeamError {
    CareTeamError(.fileNotFound, "cannot read \(path): \(reason(code)); check its name and permissions")
  }

  /// What is said of a file that cannot be written.
  static func failure(_ what: String, _ code: Int32) -> CareTeamError {
    code == ENOSPC || code == EDQUOT
      ? CareTeamError(.diskFull, "cannot \(what): the disk is full; free some space and try again")
      : CareTeamError(.io, "cannot \(what): \(reason(code))")
  }

  private static func uncreated(_ what: String, _ code: Int32) -> CareTeamError {
    let isFull = code == ENOSPC || code == EDQUOT
    return isFull
      ? failure("create \(what)", code) : CareTeamError(.cannotCreate, "cannot create \(what): \(reason(code))")
  }

  private static func reason(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0).lowercased() } ?? "error \(code)"
  }
}
