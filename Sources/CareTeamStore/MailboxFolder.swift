import Glibc

/// The folder of one account's mailbox and what is in it, for its owner only.
struct MailboxFolder: Sendable {
  /// The folder.
  let path: String

  /// The database.
  var database: String { path + "/mailbox.sqlite3" }
  /// Where attachments are kept.
  var attachments: String { path + "/attachments" }
  /// Where the consumers of cursors are locked.
  var cursorLocks: String { path + "/cursors.lock" }
  /// Whether this process may make files in it.
  var isWritable: Bool { access(path, W_OK) == 0 }

  /// Makes what is missing when asked to, refuses links, and takes back what others were allowed.
  func prepare(create: Bool) throws(StoreError) {
    guard try check(path, is: S_IFDIR, mode: 0o700) || create else { throw .missing(path: path) }
    if try !check(database, is: S_IFREG, mode: 0o600) {
      guard create else { throw .missing(path: database) }
      try makeFolder(path)
      try makeFile(database)
    }
    // -wal and -shm get the mode of the database from SQLite, whatever the umask (os_unix.c, findCreateFileMode).
    for suffix in ["-wal", "-shm"] { _ = try check(database + suffix, is: S_IFREG, mode: 0o600) }
    if try !check(attachments, is: S_IFDIR, mode: 0o700) { try makeFolder(attachments) }
  }

  /// Whether it is there; then it is no link, of the right kind, and closed to others.
  private func check(_ path: String, is kind: mode_t, mode: mode_t) throws(StoreError) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT || errno == ENOTDIR else { throw failure(path) }
      return false
    }
    guard status.st_mode & S_IFMT == kind else { throw .unsafePath(path) }
    if status.st_mode & 0o077 != 0 {
      guard chmod(path, status.st_mode & mode) == 0 else { throw failure(path) }
    }
    return true
  }

  private func makeFolder(_ path: String) throws(StoreError) {
    var parent = ""
    for piece in path.split(separator: "/").dropLast() {
      parent += (parent.isEmpty && !path.hasPrefix("/") ? "" : "/") + piece
      if mkdir(parent, 0o700) != 0, errno != EEXIST, errno != EISDIR { throw failure(parent) }
    }
    if mkdir(path, 0o700) == 0 {
      guard chmod(path, 0o700) == 0 else { throw failure(path) }
    } else if errno != EEXIST {
      throw failure(path)
    }
  }

  private func makeFile(_ path: String) throws(StoreError) {
    let file = open(path, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      if errno == EEXIST { return }
      throw failure(path)
    }
    defer { close(file) }
    guard fchmod(file, 0o600) == 0 else { throw failure(path) }
  }

  /// What the last failed call means for a path.
  func failure(_ path: String) -> StoreError {
    switch errno {
    case ENOSPC, EDQUOT: .diskFull
    case EROFS, EACCES, EPERM: .readOnly(path: path)
    default: .io(path + ": " + String(cString: strerror(errno)))
    }
  }

  /// Runs what only one process may do at a time, such as making the tables; the kernel lets go when a holder dies.
  func alone<Value>(waiting lockWait: Duration, _ body: () throws -> Value) throws -> Value {
    let file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    let deadline = ContinuousClock.now + lockWait
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw failure(path) }
      guard ContinuousClock.now < deadline else { throw StoreError.busy(holder: nil) }
      usleep(5000)
    }
    return try body()
  }
}
