import CareTeamCore
@preconcurrency import Glibc

/// Paths as a person types them where no shell expands them.
enum FileNames {
  /// A path with the home folder in place of a ‘~’.
  static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = Environment.process["HOME"] else { return path }
    return home + path.dropFirst()
  }

  /// The files that a path is the beginning of, in order; folders end in a slash, and hidden ones are asked for by their dot.
  static func matching(_ path: String) -> [String] {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let beginning = path.dropFirst(folder.count)
    let place = folder.isEmpty ? "." : expanded(folder)
    guard let listing = opendir(place) else { return [] }
    defer { closedir(listing) }
    var found: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasPrefix(beginning), name != ".", name != "..", beginning.hasPrefix(".") || !name.hasPrefix(".")
      else {
        continue
      }
      var facts = stat()
      let isFolder = stat("\(place)/\(name)", &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
      found.append(folder + name + (isFolder ? "/" : ""))
    }
    return found.sorted()
  }
}
