package import CareTeamCore
@preconcurrency import Glibc

/// A folder that files are saved into, held open: what takes its place meanwhile, a link say, gets nothing.
package final class TargetFolder {
  /// The folder as the user named it.
  package let name: String
  private let descriptor: Int32

  /// `O_PATH` of open(2), which the C library shows to GNU sources only: a folder that may be written need not be readable.
  private static let pathOnly: Int32 = 0o10000000

  /// Opens one; a link to a folder that the user named is followed, once.
  ///
  /// - Throws: `cannotCreate`.
  package init(_ name: String) throws(CareTeamError) {
    self.name = name
    descriptor = open(name, Self.pathOnly | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CareTeamError(
        .cannotCreate,
        "cannot save into \(name): \(String(cString: strerror(errno)).lowercased()); make the folder first")
    }
  }

  private init(_ name: String, _ descriptor: Int32) {
    self.name = name
    self.descriptor = descriptor
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// A folder in this one, made (0700) if it is not there; a link in its place is not followed.
  ///
  /// - Throws: `cannotCreate`.
  package func subfolder(_ filename: String) throws(CareTeamError) -> TargetFolder {
    let made = mkdirat(descriptor, filename, 0o700) == 0 || errno == EEXIST
    let inner = made ? openat(descriptor, filename, Self.pathOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1
    guard inner >= 0 else {
      throw CareTeamError(
        errno == ENOSPC || errno == EDQUOT ? .diskFull : .cannotCreate,
        "cannot make the folder \(name)/\(filename): \(String(cString: strerror(errno)).lowercased())")
    }
    return TargetFolder("\(name)/\(filename)", inner)
  }

  /// The folder that was opened, wherever its name leads now (proc(5), `/proc/self/fd`).
  var path: String { "/proc/self/fd/\(descriptor)" }

  /// Creates an empty file of a fresh name, 0600.
  package func create() throws(CareTeamError) -> (path: String, descriptor: Int32) {
    do throws(CareTeamError) { return try LocalFile.create(in: path) } catch { throw named(error) }
  }

  /// Gives a finished file its name in the folder, which must not be taken, by a link least of all.
  ///
  /// - Returns: whether the name was free.
  package func place(_ partial: String, as filename: String) throws(CareTeamError) -> Bool {
    do throws(CareTeamError) { return try LocalFile.place(partial, at: "\(path)/\(filename)") } catch {
      throw named(error)
    }
  }

  func named(_ error: CareTeamError) -> CareTeamError {
    CareTeamError(error.code, error.message.replacing(path, with: name))
  }
}
