import CareTeamCore
@preconcurrency import Glibc

extension LocalFile {
  /// The copies that `stage` has made in a folder and not touched since a time, finished or not.
  static func copies(in folder: String, before seconds: Int64) -> [String] {
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var found: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      let isFinished = name.utf8.count == 64 && name.allSatisfy(\.isHexDigit)
      let path = "\(folder)/\(name)"
      var facts = stat()
      guard isFinished || Attachment.isSealed(name) || name.hasPrefix(".careteam-"), lstat(path, &facts) == 0,
        facts.st_mode & S_IFMT == S_IFREG,
        Int64(facts.st_mtim.tv_sec) < seconds
      else { continue }
      found.append(path)
    }
    return found
  }
}
