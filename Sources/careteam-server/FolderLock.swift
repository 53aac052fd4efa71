import Glibc

/// The hold one server has on its folder: an advisory lock that the system drops however the process ends.
struct FolderLock: ~Copyable {
  private let descriptor: Int32

  /// Takes the lock, or says which process has it.
  init(_ folder: DataFolder) throws(ServeError) {
    let path = folder.item("server.lock")
    descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotCreate(path: path, detail: systemError()) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let isHeld = errno == EWOULDBLOCK
      let detail = systemError()
      close(descriptor)
      guard isHeld else { throw .io(path: path, detail: detail) }
      throw .folderInUse(path: folder.path, pid: PrivateFile(path: path).text())
    }
    let text = Array("\(getpid())\n".utf8)
    guard ftruncate(descriptor, 0) == 0, write(descriptor, text, text.count) == text.count else {
      let detail = systemError()
      close(descriptor)
      throw .io(path: path, detail: detail)
    }
  }

  /// Lets go; the file stays, so that two servers never lock two files of the same name.
  consuming func release() {}

  deinit { close(descriptor) }
}
