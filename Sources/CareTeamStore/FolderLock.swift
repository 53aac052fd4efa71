import Glibc

/// A lock on a mailbox's folder, which the kernel takes back when its holder dies.
///
/// Those who open the mailbox share it until they have read from it for the first time; making the tables, or the mailbox
/// anew, is for one process alone. So nobody opens a database of which one file is the old one's and another the new one's.
struct FolderLock: ~Copyable {
  private let file: Int32

  /// Waits for the lock of a folder.
  init(_ folder: MailboxFolder, alone: Bool, waiting: Duration) throws(StoreError) {
    file = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw folder.failure(folder.path) }
    try take(alone ? LOCK_EX : LOCK_SH, in: folder, waiting: waiting)
  }

  deinit { close(file) }

  /// Waits until nobody else shares it.
  ///
  /// Until then it is not held at all (flock(2)), so that two who wait for each other both come to an end.
  borrowing func becomeAlone(in folder: MailboxFolder, waiting: Duration) throws(StoreError) {
    try take(LOCK_EX, in: folder, waiting: waiting)
  }

  /// Lets others share it again.
  borrowing func share(in folder: MailboxFolder) throws(StoreError) {
    try take(LOCK_SH, in: folder, waiting: .zero)
  }

  private borrowing func take(_ kind: Int32, in folder: MailboxFolder, waiting: Duration) throws(StoreError) {
    let deadline = ContinuousClock.now + waiting
    while flock(file, kind | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw folder.failure(folder.path) }
      guard ContinuousClock.now < deadline else { throw .busy(holder: nil) }
      usleep(5000)
    }
  }
}
