import CareTeamCore
import CareTeamMailbox
import CareTeamStore
@preconcurrency import Glibc

extension Save {
  /// Writes an attachment to standard output.
  func print(
    _ attachment: Attachment, _ mailbox: Mailbox, _ session: Session
  ) async throws(CareTeamError) -> (Attachment, String) {
    guard !session.terminal.isOutputTerminal else {
      throw CareTeamError(.usage, "attachments are not written to a terminal; redirect standard output, or use -d")
    }
    if let seal = try stored({ () throws(StoreError) in try mailbox.store.seal() })?.files {
      return try await print(attachment, mailbox, session, seal)
    }
    let partial = try LocalFile.create(in: mailbox.store.attachmentsDirectory)
    defer {
      close(partial.descriptor)
      unlink(partial.path)
    }
    let fetched = try await fetch(attachment, into: partial, mailbox, session)
    try LocalFile.copy(partial.path, to: STDOUT_FILENO)
    return (fetched, "-")
  }

  /// The same without a plain file on the disk.
  private func print(
    _ attachment: Attachment, _ mailbox: Mailbox, _ session: Session, _ seal: FileSeal
  ) async throws(CareTeamError) -> (Attachment, String) {
    if let path = attachment.path, access(path, R_OK) == 0 {
      return try await print(attachment, sealedAt: path, session, seal)
    }
    try session.requireNetwork(for: "fetching \(attachment.handle)")
    let path = try await mailbox.fetchSealed(attachment, seal, by: session.transferDeadline)
    defer { unlink(path) }
    return try await print(attachment, sealedAt: path, session, seal)
  }

  private func print(
    _ attachment: Attachment, sealedAt path: String, _ session: Session, _ seal: FileSeal
  ) async throws(CareTeamError) -> (Attachment, String) {
    guard try session.scanner(scanning) != nil else {
      let told = try told(attachment, at: path, seal, session)
      try LocalFile.copy(path, to: STDOUT_FILENO, seal)
      return (told, "-")
    }
    // A scanner needs a file to look at; this one is in memory only.
    let clear = try LocalFile.create(in: "/dev/shm")
    defer {
      close(clear.descriptor)
      unlink(clear.path)
    }
    try LocalFile.copy(path, to: clear.descriptor, seal)
    let examined = try await examined(attachment, clear, session)
    try LocalFile.copy(clear.path, to: STDOUT_FILENO)
    return (examined, "-")
  }

  /// Has a scanner look at what was fetched before it has a name, and says what it is where that is not what it should be.
  func examined(
    _ attachment: Attachment, _ partial: (path: String, descriptor: Int32), _ session: Session
  ) async throws(CareTeamError) -> Attachment {
    if let scanner = try session.scanner(scanning) {
      do throws(CareTeamError) {
        try await BlockingWork.run {
          Result { () throws(CareTeamError) in
            try scanner.scan(partial.descriptor, name: attachment.handle.description, path: partial.path)
          }
        }.get()
      } catch {
        throw CareTeamError(error.code, error.message + "; it was not kept")
      }
    }
    return try told(attachment, at: partial.path, nil, session)
  }

  /// An attachment with what it looks like, which is said where it is not what it should be.
  private func told(
    _ attachment: Attachment, at path: String, _ seal: FileSeal?, _ session: Session
  ) throws(CareTeamError) -> Attachment {
    let name = attachment.filename ?? attachment.handle.description
    let examination = try LocalFile.examine(path, seal, filename: name, declaredType: attachment.contentType)
    for remark in examination.remarks {
      session.remark("\(attachment.handle) \(SafeFilename(name).name) \(remark.sentence)")
    }
    var examined = attachment
    examined.looksLike = examination.kind?.type
    return examined
  }
}
