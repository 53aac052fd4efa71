import CareTeamCore
import Glibc

/// The files of a mailbox that is made anew.
///
/// `mailbox.rebuilt` is the point of no return: it is whole when it has that name, and whoever finds it puts it in the
/// place of the damaged file before doing anything else. So a process that is killed half-way leaves either the damaged
/// mailbox, or the finished new one.
extension MailboxFolder {
  /// The new database, finished.
  var rebuilt: String { path + "/mailbox.rebuilt" }
  /// The new database, in the making.
  var making: String { path + "/mailbox.making" }
  /// A copy of the damaged database, to be read.
  var salvage: String { path + "/mailbox.salvage" }

  /// Whether a new database waits to be put into its place.
  var hasReplacement: Bool { access(rebuilt, F_OK) == 0 }

  /// Puts the new database into its place, and the damaged one aside with its log.
  ///
  /// Whether it was begun before makes no difference. The caller holds the folder's lock alone.
  ///
  /// - Returns: where the damaged database is now; nil when there was none.
  @discardableResult
  func finishReplacement() throws(StoreError) -> String? {
    let aside = try nameAside()
    var wasThere = false
    // The log and its index first: as long as the database is in its place the next run comes to the same name.
    for suffix in ["-shm", "-wal", ""] {
      wasThere = rename(database + suffix, aside + suffix) == 0
      guard wasThere || errno == ENOENT else { throw failure(database + suffix) }
    }
    try settle()
    guard rename(rebuilt, database) == 0 else { throw failure(database) }
    try settle()
    return wasThere ? aside : nil
  }

  /// A free name that says when the new database was finished.
  private func nameAside() throws(StoreError) -> String {
    var facts = stat()
    guard lstat(rebuilt, &facts) == 0 else { throw failure(rebuilt) }
    let time = Instant(seconds: Int64(facts.st_mtim.tv_sec)).rfc3339.filter { $0 != "-" && $0 != ":" }
    let stem = "\(path)/mailbox-damaged-\(time)"
    var number = 1
    while true {
      let name = stem + (number == 1 ? "" : "-\(number)") + ".sqlite3"
      if access(name, F_OK) != 0 { return name }
      number += 1
    }
  }

  /// The damaged databases that were set aside, by name.
  var setAside: [String] {
    names(in: path).filter { $0.hasPrefix("mailbox-damaged-") && $0.hasSuffix(".sqlite3") }.map { "\(path)/\($0)" }
  }

  /// The names in a folder, in order.
  func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.sorted()
  }

  /// Removes what a rebuild leaves behind that did not come to its end.
  func removeLeftovers() {
    for file in [making, salvage] {
      for suffix in ["", "-journal", "-wal", "-shm"] { unlink(file + suffix) }
    }
  }
}
