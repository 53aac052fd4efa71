import CareTeamCore
import GRDB
import Glibc

extension StoreError {
  /// What an error of SQLite (sqlite.org/rescode.html) means for the mailbox in this folder.
  init(_ error: any Error, in folder: MailboxFolder) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(error, in: folder)
    default: self = .io(String(describing: error))
    }
  }

  /// What an error means that came before the mailbox was open: what SQLite cannot make sense of then is damaged, since the
  /// tables are there.
  init(opening error: any Error, in folder: MailboxFolder) {
    if let error = error as? DatabaseError, error.resultCode == .SQLITE_ERROR {
      self = .damaged(error.message ?? "the tables cannot be read")
    } else {
      self.init(error, in: folder)
    }
  }

  private init(_ error: DatabaseError, in folder: MailboxFolder) {
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .busy(holder: LockHolder.ofWriteLock(sharedMemory: folder.database + "-shm"))
    case .SQLITE_FULL: self = .diskFull
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: self = .damaged(error.message ?? "the file is malformed")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .readOnly(path: folder.database)
    case .SQLITE_CANTOPEN where access(folder.database, R_OK) != 0:
      self = .io("\(folder.database): \(String(cString: strerror(errno)))")
    case .SQLITE_CANTOPEN: self = folder.isWritable ? .io(error.message ?? "cannot open") : .readOnly(path: folder.path)
    // What SQLite answers when the index beside the log cannot grow, which on a sound disk means that it is full.
    case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: self = .diskFull
    // A page that the disk does not give back, or that is beyond the end of the file.
    case .SQLITE_IOERR
    where [.SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ].contains(error.extendedResultCode):
      self = .damaged("a part of the file cannot be read")
    default: self = .io(error.message ?? "SQLite error \(error.extendedResultCode.rawValue)")
    }
  }
}
