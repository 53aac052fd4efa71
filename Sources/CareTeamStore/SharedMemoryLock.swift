import Glibc

/// The locks by which SQLite lets one process write to a database with a log (sqlite.org/walformat.html §2.3).
///
/// Held without SQLite, so that nothing is written to a damaged database while it is copied and put aside, not even by a
/// process that has had it open for long. Closing another descriptor of the same file would let go of them (fcntl(2)):
/// the caller has the database closed.
struct SharedMemoryLock: ~Copyable {
  private let file: Int32

  /// Waits for the locks of writing and of checkpoints, bytes 120 and 121 of the `-shm` file.
  init(of folder: MailboxFolder, waiting: Duration) throws(StoreError) {
    let path = folder.database + "-shm"
    file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw folder.failure(path) }
    let deadline = ContinuousClock.now + waiting
    var lock = flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 120, l_len: 2, l_pid: 0)
    while fcntl(file, F_SETLK, &lock) != 0 {
      guard errno == EACCES || errno == EAGAIN || errno == EINTR else { throw folder.failure(path) }
      guard ContinuousClock.now < deadline else { throw .busy(holder: LockHolder.ofWriteLock(sharedMemory: path)) }
      usleep(5000)
    }
  }

  deinit { close(file) }
}
