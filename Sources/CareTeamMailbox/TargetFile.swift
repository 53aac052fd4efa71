package import CareTeamCore
@preconcurrency import Glibc

/// A file that is being written into a folder, 0600, and has no name there before it is whole: whatever ends its writer,
/// nothing is left of it.
package final class TargetFile {
  /// Where its bytes are written.
  package let descriptor: Int32
  private let folder: TargetFolder
  /// Its name in the meantime, where the file system knows no files without one.
  private var partial: String?

  /// `O_TMPFILE` of open(2), which the C library shows to GNU sources only.
  private static let nameless: Int32 = 0o20000000 | O_DIRECTORY

  /// An empty one.
  ///
  /// - Throws: `cannotCreate`, `diskFull`.
  package init(in folder: TargetFolder) throws(CareTeamError) {
    self.folder = folder
    let file = open(folder.path, Self.nameless | O_WRONLY | O_CLOEXEC, 0o600)
    guard file < 0 else {
      descriptor = file
      return
    }
    let made = try folder.create()
    descriptor = made.descriptor
    partial = made.path
  }

  deinit {
    close(descriptor)
    if let partial { unlink(partial) }
  }

  /// Sees to it that it is on the disk, and gives it its name, which must not be taken, by a link least of all.
  ///
  /// - Returns: whether the name was free.
  package func place(as filename: String) throws(CareTeamError) -> Bool {
    try LocalFile.settle(descriptor, name: filename)
    if let partial {
      let isPlaced = try folder.place(partial, as: filename)
      if isPlaced { self.partial = nil }
      return isPlaced
    }
    let named = linkat(
      AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, "\(folder.path)/\(filename)", AT_SYMLINK_FOLLOW)
    guard named != 0 else { return true }
    if errno == EEXIST { return false }
    throw folder.named(LocalFile.uncreated("\(folder.path)/\(filename)", errno))
  }

  /// Gives it a name that is safe, with a number where that is taken.
  ///
  /// - Returns: the name that it got.
  package func place(safely name: SafeFilename) throws(CareTeamError) -> String {
    for number in 1...999 {
      let numbered = number == 1 ? name.name : name.numbered(number)
      if try place(as: numbered) { return numbered }
    }
    throw CareTeamError(
      .cannotCreate, "\(folder.name) has 999 files of the name \(name.name) already; use another folder")
  }
}
