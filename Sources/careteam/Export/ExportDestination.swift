import CareTeamCore
import CareTeamMailbox
@preconcurrency import Glibc

/// Where an export goes, opened before anything is fetched.
enum ExportDestination {
  case output
  /// One file of this name in a folder; `path` is what the user wrote.
  case file(name: String, folder: TargetFolder, path: String)
  /// A file a conversation.
  case folder(TargetFolder)

  /// - Throws: `cannotCreate` for a folder that is not there or a name that is taken, `usage` for a path that names no file.
  init(file: String?, folder: String?) throws(CareTeamError) {
    if let folder {
      self = .folder(try TargetFolder(folder))
    } else if let file, file != "-" {
      let slash = file.lastIndex(of: "/")
      let name = slash.map { String(file[file.index(after: $0)...]) } ?? file
      guard !name.isEmpty, name != ".", name != ".." else {
        throw CareTeamError(.usage, "‘\(file)’ names no file; for a folder use -d")
      }
      var facts = stat()
      guard lstat(file, &facts) != 0 else { throw Self.taken(file) }
      let parent = slash.map { $0 == file.startIndex ? "/" : String(file[..<$0]) } ?? "."
      self = .file(name: name, folder: try TargetFolder(parent), path: file)
    } else {
      self = .output
    }
  }

  /// What is said when the name of its file is taken.
  static func taken(_ path: String) -> CareTeamError {
    CareTeamError(.cannotCreate, "\(path) is there already; choose another name")
  }
}
