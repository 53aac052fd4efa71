@preconcurrency import Glibc

/// Which process this is, so that another can tell whether the holder of a lease still lives.
struct ProcessIdentity: CustomStringConvertible {
  private let pid: Int32
  /// The process's start in clock ticks since boot (proc(5), field 22 of `/proc/PID/stat`), since numbers are reused.
  private let start: String

  /// This process.
  static let current = ProcessIdentity(pid: getpid())

  private init(pid: Int32) {
    self.pid = pid
    start = Self.start(of: pid) ?? "0"
  }

  /// `pid@start`.
  var description: String { "\(pid)@\(start)" }

  /// Whether the process of this description still runs; one that cannot be told apart counts as alive.
  static func isAlive(_ description: String) -> Bool {
    let parts = description.split(separator: "@")
    guard parts.count == 2, let pid = Int32(parts[0]) else { return true }
    guard let start = start(of: pid) else { return false }
    return start == parts[1]
  }

  private static func start(of pid: Int32) -> String? {
    guard let file = fopen("/proc/\(pid)/stat", "r") else { return nil }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 1024)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
    let line = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard let afterName = line.lastIndex(of: ")") else { return nil }
    let fields = line[line.index(after: afterName)...].split(separator: " ")
    return fields.count > 19 ? String(fields[19]) : nil
  }
}
