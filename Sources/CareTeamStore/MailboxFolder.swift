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
  /// What outlives the database.
  var note: String { path + "/account.json" }
  /// Whether this process may make files in it.
  var isWritable: Bool { access(path, W_OK) == 0 }

  /// Sees to the folder itself: makes it when asked to, refuses a link, and takes back what others were allowed.
  func prepare(create: Bool) throws(StoreError) {
    guard try !check(path, is: S_IFDIR, mode: 0o700) else { return }
    guard create else { throw .missing(path: path) }
    try makeFolder(path)
  }

  /// Does the same for what is in it.
  func prepareFiles(create: Bool) throws(StoreError) {
    if try !check(database, is: S_IFREG, mode: 0o600) {
      guard access(note, F_OK) != 0 else { throw .damaged("its file mailbox.sqlite3 is missing") }
      guard create else { throw .missing(path: database) }
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

  /// Makes an empty file for its owner only, unless there is one.
  func makeFile(_ path: String) throws(StoreError) {
    let file = open(path, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      if errno == EEXIST { return }
      throw failure(path)
    }
    defer { close(file) }
    guard fchmod(file, 0o600) == 0 else { throw failure(path) }
  }

  /// The number of the file a path names now; 0 for none.
  func number(of path: String) -> ino_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_ino : 0
  }

  /// What the last failed call says of a path in it.
  func failure(_ path: String) -> StoreError {
    switch errno {
    case ENOSPC, EDQUOT: .diskFull
    case EROFS, EACCES, EPERM: .readOnly(path: path)
    default: .io(path + ": " + String(cString: strerror(errno)))
    }
  }
}
