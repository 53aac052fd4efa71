import CareTeamCore
import Glibc
import Testing

/// An export as other programs read it.
enum Exported {
  /// What Python's `csv`, `mailbox`, `email` and `html.parser` find in a file.
  static func read(
    _ format: String, _ file: String, _ location: SourceLocation = #_sourceLocation
  ) async throws -> JSON {
    let program = "\(Checkout.path)/Tests/IntegrationTests/Support/exported.py"
    let said = await Shell.run(
      ["/usr/bin/python3", program, format, file], environment: ["LANG": "C.UTF-8"], seconds: 60)
    return try #require(
      try? JSON(parsing: Array(said.utf8)), "\(format) cannot be read: \(said.prefix(500))", sourceLocation: location)
  }

  /// The names in a folder, but for those of its own folders' content.
  static func names(in path: String) -> Set<String> {
    var found: Set<String> = []
    guard let folder = opendir(path) else { return found }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { found.insert(name) }
    }
    return found
  }

  /// The permissions of a file, and whether it is one.
  static func mode(of path: String) -> mode_t {
    var facts = stat()
    return lstat(path, &facts) == 0 ? facts.st_mode : 0
  }
}
