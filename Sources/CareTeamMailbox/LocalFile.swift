package import CareTeamCore
package import CareTeamStore
import Crypto
@preconcurrency import Glibc

/// A file on this machine, read or written in pieces so that its size does not matter.
package enum LocalFile {
  private static let chunk = 1 << 20

  /// Copies a file a user named into the mailbox's folder, so that changing or deleting it no longer matters.
  ///
  /// - Parameters:
  ///   - path: the file as the user named it.
  ///   - folder: the mailbox's attachment folder.
  ///   - seal: how the mailbox's files are sealed; nil in a plain one.
  /// - Throws: `fileNotFound` for a missing or unreadable file or a folder, `badInput` for an empty one, `io`
  ///   or `diskFull` when the copy cannot be written.
  package static func stage(
    _ path: String, in folder: String, _ seal: FileSeal? = nil
  ) throws(CareTeamError) -> DraftAttachment {
    let source = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard source >= 0 else { throw unreadable(path, errno) }
    defer { close(source) }
    var facts = stat()
    guard fstat(source, &facts) == 0 else { throw unreadable(path, errno) }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw CareTeamError(.fileNotFound, "\(path) is not a file that can be attached; name a regular file")
    }
    let local = LocalSource(source, name: path)
    if let seal { return try stage(local, named: path, in: folder, seal) }
    let partial: (path: String, descriptor: Int32)
    do throws(CareTeamError) { partial = try create(in: folder) } catch {
      // The mailbox's own folder is no output that the user has named.
      throw error.code == .cannotCreate ? CareTeamError(.io, error.message) : error
    }
    let copy: Copy
    do throws(CareTeamError) {
      defer { close(partial.descriptor) }
      copy = try pump(from: local, to: partial.descriptor, name: path)
    } catch {
      unlink(partial.path)
      throw error
    }
    guard copy.size > 0 else {
      unlink(partial.path)
      throw CareTeamError(.badInput, "\(path) is empty; nothing was attached")
    }
    return try keep(copy, partial: partial.path, folder: folder, name: path)
  }

  private static func keep(
    _ copy: Copy, partial: String, folder: String, name: String
  ) throws(CareTeamError) -> DraftAttachment {
    let final = "\(folder)/\(copy.sha256)"
    guard rename(partial, final) == 0 else { throw failure("store a copy of \(name)", errno) }
    return attachment(copy, at: final, name: name)
  }

  /// The same into a sealed copy, of which no byte is on the disk in plain.
  private static func stage(
    _ source: LocalSource, named name: String, in folder: String, _ seal: FileSeal
  ) throws(CareTeamError) -> DraftAttachment {
    let writer = try stored { () throws(StoreError) in try SealedFileWriter(in: folder, seal) }
    let copy = try pump(from: source) { (bytes) throws(CareTeamError) in
      try stored { () throws(StoreError) in try writer.write(bytes) }
    }
    guard copy.size > 0 else { throw CareTeamError(.badInput, "\(name) is empty; nothing was attached") }
    return attachment(copy, at: try stored { () throws(StoreError) in try writer.finish() }, name: name)
  }

  private static func attachment(_ copy: Copy, at path: String, name: String) -> DraftAttachment {
    let filename = name.split(separator: "/").last.map(String.init) ?? name
    return DraftAttachment(
      path: path, filename: filename, contentType: MediaType.of(filename: filename, prefix: copy.prefix),
      size: copy.size, sha256: copy.sha256, sha1: copy.sha1)
  }

  /// The SHA-256 of a file in hexadecimal, and its size in bytes.
  package static func digest(
    _ path: String, _ seal: FileSeal? = nil
  ) throws(CareTeamError) -> (sha256: String, size: Int64) {
    let source = try LocalSource(path, seal)
    let copy = try pump(from: source) { _ in }
    return (copy.sha256, copy.size)
  }

  /// Copies a file's bytes to an open descriptor.
  package static func copy(_ path: String, to descriptor: Int32, _ seal: FileSeal? = nil) throws(CareTeamError) {
    let source = try LocalSource(path, seal)
    _ = try pump(from: source, to: descriptor, name: path)
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

  private struct Copy {
    var size: Int64
    var sha256: String
    var sha1: String
    var prefix: [UInt8]
  }

  /// Copies to an open file, and waits until that is on the disk.
  private static func pump(
    from source: LocalSource, to target: Int32, name: String
  ) throws(CareTeamError) -> Copy {
    let copy = try pump(from: source) { (bytes) throws(CareTeamError) in
      try writeAll(bytes, to: target, name: name)
    }
    if fsync(target) != 0, errno != EINVAL, errno != EROFS { throw failure("store \(name)", errno) }
    return copy
  }

  private static func pump(
    from source: LocalSource, _ take: (ArraySlice<UInt8>) throws(CareTeamError) -> Void
  ) throws(CareTeamError) -> Copy {
    var sha256 = SHA256()
    var sha1 = Insecure.SHA1()
    var size: Int64 = 0
    var prefix: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: chunk)
    while true {
      let count = try source.read(into: &buffer)
      if count == 0 { break }
      buffer.withUnsafeBytes { bytes in
        let piece = UnsafeRawBufferPointer(rebasing: bytes[..<count])
        sha256.update(bufferPointer: piece)
        sha1.update(bufferPointer: piece)
      }
      if prefix.isEmpty { prefix = Array(buffer[..<min(count, MediaType.prefixLength)]) }
      try take(buffer[..<count])
      size += Int64(count)
    }
    return Copy(size: size, sha256: hex(sha256.finalize()), sha1: base64(sha1.finalize()), prefix: prefix)
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

  private static func hex(_ digest: some Sequence<UInt8>) -> String {
    digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func base64(_ digest: some Sequence<UInt8>) -> String { Base64.encode(Array(digest)) }

  static func unreadable(_ path: String, _ code: Int32) -> CareTeamError {
    CareTeamError(.fileNotFound, "cannot read \(path): \(reason(code)); check its name and permissions")
  }

  private static func failure(_ what: String, _ code: Int32) -> CareTeamError {
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
