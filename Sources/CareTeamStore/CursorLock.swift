import Glibc

/// The right to consume the events of a named cursor, which one process has at a time: two would handle each event twice.
///
/// It is a lock of the kernel on a byte of a file (fcntl(2), F_SETLK), so it ends with the process that holds it, however
/// that ends. The file stays, and says nothing.
package final class CursorLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock of a cursor.
  ///
  /// - Returns: nil when another process has it.
  package init?(_ name: String, in store: MailboxStore) throws(StoreError) {
    descriptor = try Self.open(store.folder)
    var lock = Self.byte(of: name)
    guard fcntl(descriptor, F_SETLK, &lock) != 0 else { return }
    let reason = errno
    close(descriptor)
    guard reason == EACCES || reason == EAGAIN else {
      throw .io("\(store.folder.cursorLocks): " + String(cString: strerror(reason)))
    }
    return nil
  }

  deinit { close(descriptor) }

  /// The process that has the lock of a cursor; nil when none has.
  package static func holder(of name: String, in store: MailboxStore) throws(StoreError) -> LockHolder? {
    let descriptor = try open(store.folder)
    defer { close(descriptor) }
    var lock = byte(of: name)
    guard fcntl(descriptor, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK) else { return nil }
    return LockHolder(process: lock.l_pid)
  }

  private static func open(_ folder: MailboxFolder) throws(StoreError) -> Int32 {
    let descriptor = Glibc.open(folder.cursorLocks, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw folder.failure(folder.cursorLocks) }
    return descriptor
  }

  /// The byte that stands for a name: its FNV-1a hash (draft-eastlake-fnv), without the sign.
  private static func byte(of name: String) -> flock {
    let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = off_t(hash >> 2)
    lock.l_len = 1
    return lock
  }
}
