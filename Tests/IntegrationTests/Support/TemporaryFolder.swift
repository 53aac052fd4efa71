import Glibc

/// A folder of a test's own, removed when nobody holds it any more.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/careteam-test-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil, "no temporary folder can be made")
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { Self.remove(path) }

  /// Writes a file into it, and gives its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) -> String {
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    precondition(descriptor >= 0, "cannot write \(file)")
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      precondition(count > 0, "cannot write \(file)")
      written += count
    }
    return file
  }

  /// Writes a text into it, and gives its path.
  @discardableResult
  func write(_ text: String, to name: String, mode: mode_t = 0o600) -> String {
    write(Array(text.utf8), to: name, mode: mode)
  }

  /// Writes a program of the shell into it, and gives its path.
  func script(_ text: String, named name: String) -> String { write("#!/bin/sh\n" + text, to: name, mode: 0o700) }

  /// The content of a file in it; empty when there is none.
  func text(of name: String) -> String { FileContent.text("\(path)/\(name)") }

  private static func remove(_ path: String) {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return }
    if facts.st_mode & S_IFMT == S_IFDIR, let folder = opendir(path) {
      chmod(path, 0o700)
      while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != ".", name != ".." { remove("\(path)/\(name)") }
      }
      closedir(folder)
    }
    _ = Glibc.remove(path)
  }
}

/// Files read whole.
enum FileContent {
  static func bytes(_ path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    return bytes(from: descriptor)
  }

  static func bytes(from descriptor: Int32) -> [UInt8] {
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return content }
      content.append(contentsOf: buffer[..<count])
    }
  }

  static func text(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }
}
