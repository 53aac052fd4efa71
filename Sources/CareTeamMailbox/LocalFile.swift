package import CareTeamCore
package import CareTeamStore
@preconcurrency import Glibc

/// A file on this machine, read or written in pieces so that its size does not matter.
package enum LocalFile {
  private static let chunk = 1 << 20

  /// The SHA-256 of a file in hexadecimal, and its size in bytes.
  ///
  /// - Parameter seal: how the mailbox's files are sealed; nil in a plain one.
  package static func digest(
    _ path: String, _ seal: FileSeal? = nil
  ) throws(CareTeamError) -> (sha256: String, size: Int64) {
    let digest = try pump(from: try LocalSource(path, seal)) { _ in }
    return (digest.sha256, digest.size)
  }

  /// Copies a file's bytes to an open descriptor.
  package static func copy(_ path: String, to descriptor: Int32, _ seal: FileSeal? = nil) throws(CareTeamError) {
    _ = try pump(from: try LocalSource(path, seal)) { (bytes) throws(CareTeamError) in
      try writeAll(bytes, to: descriptor, name: path)
    }
    try settle(descriptor, name: path)
  }

  /// Gives a file's bytes away, piece by piece.
  ///
  /// - Parameter seal: how the mailbox's files are sealed; nil in a plain one.
  package static func read(
    _ path: String, _ seal: FileSeal? = nil, _ take: (ArraySlice<UInt8>) throws(CareTeamError) -> Void
  ) throws(CareTeamError) {
    _ = try pump(from: try LocalSource(path, seal), take)
  }

  /// The whole content of a file that is small by its nature.
  static func contents(_ path: String, _ seal: FileSeal? = nil) throws(CareTeamError) -> [UInt8] {
    let source = try LocalSource(path, seal)
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: chunk)
    while true {
      let count = try source.read(into: &buffer)
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
    try writeAll(bytes[...], to: descriptor, name: name)
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
    from source: LocalSource, _ take: (ArraySlice<UInt8>) throws(CareTeamError) -> Void
  ) throws(CareTeamError) -> CopyDigest {
    var digest = CopyDigest()
    var buffer = [UInt8](repeating: 0, count: chunk)
    while true {
      let count = try source.read(into: &buffer)
      if count == 0 { return digest }
      digest.update(buffer[..<count])
      try take(buffer[..<count])
    }
  }

  /// Sees to it that what was written is on the disk, where it can be.
  static func settle(_ descriptor: Int32, name: String) throws(CareTeamError) {
    if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS { throw failure("store \(name)", errno) }
  }

  private static func writeAll(
    _ bytes: ArraySlice<UInt8>, to target: Int32, name: String
  ) throws(CareTeamError) {
    var written = 0
    while written < bytes.count {
      let step = bytes.withUnsafeBytes {
        Glibc.write(target, $0.baseAddress?.advanced(by: written), $0.count - written)
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

  static func uncreated(_ what: String, _ code: Int32) -> CareTeamError {
    let isFull = code == ENOSPC || code == EDQUOT
    return isFull
      ? failure("create \(what)", code) : CareTeamError(.cannotCreate, "cannot create \(what): \(reason(code))")
  }

  private static func reason(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0).lowercased() } ?? "error \(code)"
  }
}
