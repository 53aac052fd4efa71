import Glibc

/// Where the programs under test are.
enum Binaries {
  /// The folder that `CARETEAM_BIN` names, else the one that holds this test program.
  static let folder: String = {
    if let named = getenv("CARETEAM_BIN") { return String(cString: named) }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let own = String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return own.lastIndex(of: "/").map { String(own[..<$0]) } ?? "."
  }()

  /// The client.
  static var careteam: String { "\(folder)/careteam" }

  /// Whether a further program that a test uses is on the path.
  static func find(_ name: String) -> String? {
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }
}
