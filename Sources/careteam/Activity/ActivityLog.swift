import CareTeamCore
@preconcurrency import Glibc
import Synchronization

/// The log of what was sent and shown on this machine: a line an action, appended by one write, so that any number of
/// processes can share it.
///
/// A command never fails by it: what cannot be written is said once.
final class ActivityLog: Sendable {
  /// A file of about this many bytes is set aside.
  private static let limit = 1 << 20
  /// How many files that were set aside are kept.
  private static let kept = 4

  private let path: String
  private let isOn: Bool
  private let hasFailed = Mutex(false)

  /// The log in a folder.
  init(folder: String, isOn: Bool) {
    path = "\(folder)/activity.log"
    self.isOn = isOn
  }

  /// Appends a line.
  ///
  /// - Parameter complain: told once why it could not be done.
  func append(_ activity: Activity, at time: Instant, command: String, complain: (String) -> Void) {
    guard isOn, !hasFailed.withLock({ $0 }) else { return }
    guard let failure = write(activity.line(at: time, command: command)) else { return }
    hasFailed.withLock { $0 = true }
    complain("what was sent and shown cannot be logged: \(path): \(failure)")
  }

  /// - Returns: what went wrong.
  private func write(_ line: [UInt8]) -> String? {
    var descriptor = opened()
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    var facts = stat()
    if fstat(descriptor, &facts) == 0, facts.st_size >= Self.limit {
      setAside(descriptor)
      close(descriptor)
      descriptor = opened()
      guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    }
    defer { close(descriptor) }
    // A log that was put there by somebody else, or opened to others, is not written on.
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_uid == geteuid() else {
      return "it is no file of yours"
    }
    if facts.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
    let count = Glibc.write(descriptor, line, line.count)
    return count == line.count ? nil : count < 0 ? String(cString: strerror(errno)) : "the disk is full"
  }

  private func opened() -> Int32 {
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = open(path, flags, 0o600)
    guard descriptor < 0, errno == ENOENT else { return descriptor }
    do throws(CareTeamError) {
      try PrivateFile.makeFolder(String(path.dropLast("/activity.log".count)))
    } catch {
      return -1
    }
    return open(path, flags, 0o600)
  }

  /// Renames the log, by one process: the others see by the file's number that it was done.
  ///
  /// A line that another process is about to write goes into the renamed file, and is not lost.
  private func setAside(_ descriptor: Int32) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
    var (mine, current) = (stat(), stat())
    guard fstat(descriptor, &mine) == 0, stat(path, &current) == 0, mine.st_ino == current.st_ino else { return }
    for number in stride(from: Self.kept - 1, through: 1, by: -1) {
      rename("\(path).\(number)", "\(path).\(number + 1)")
    }
    rename(path, "\(path).1")
  }
}
