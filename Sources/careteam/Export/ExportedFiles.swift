import CareTeamCore
import CareTeamMailbox
@preconcurrency import Glibc

/// The files of an export: fetched where they are not here, checked, looked at by the user's scanner, and put into a folder
/// where the format has them beside it.
struct ExportedFiles {
  /// The folder's name.
  static let folderName = "attachments"

  let session: Session
  let mailbox: Mailbox
  let scanner: FileScanner?
  /// The folder beside the export; nil where files are in it.
  let folder: TargetFolder?
  /// What could not be exported.
  private(set) var failures: [CareTeamError] = []
  /// Why the server is not asked any more.
  private var silence: CareTeamError?

  init(session: Session, mailbox: Mailbox, scanner: FileScanner?, folder: TargetFolder?) {
    self.session = session
    self.mailbox = mailbox
    self.scanner = scanner
    self.folder = folder
  }

  /// Gets the files of a conversation's messages; those that cannot be had are left without a path.
  ///
  /// - Throws: what would keep the others back as well, such as `diskFull`.
  mutating func bring(_ exported: inout ExportedConversation) async throws(CareTeamError) {
    for message in exported.messages.indices {
      for place in exported.messages[message].attachments.indices {
        let attachment = exported.messages[message].attachments[place]
        exported.messages[message].attachments[place] = try await bring(attachment, &exported.risky)
      }
    }
  }

  private mutating func bring(
    _ attachment: Attachment, _ risky: inout Set<Handle>
  ) async throws(CareTeamError) -> Attachment {
    var missing = attachment
    missing.path = nil
    do throws(CareTeamError) {
      let brought = try await fetched(attachment)
      try await scan(brought)
      if try look(at: brought) { risky.insert(attachment.handle) }
      return try put(brought)
    } catch {
      guard ![73, 74].contains(error.code.exitStatus) else { throw error }
      if [.offline, .rateLimited, .loginNeeded].contains(error.code) { silence = error }
      failures.append(CareTeamError(error.code, "\(attachment.handle) is not in the export: \(error.message)"))
      return missing
    }
  }

  private func fetched(_ attachment: Attachment) async throws(CareTeamError) -> Attachment {
    let isHere = attachment.path.map { access($0, R_OK) == 0 } ?? false
    if !isHere {
      try session.requireNetwork(for: "fetching \(attachment.handle)")
      if let silence { throw silence }
    }
    // As with `save`, the time allowed bounds a transfer only when it was asked for.
    return try await mailbox.bring(attachment, by: session.transferDeadline)
  }

  /// Has the scanner look at a copy that is in memory only.
  private func scan(_ attachment: Attachment) async throws(CareTeamError) {
    guard let scanner else { return }
    let clear = try LocalFile.create(in: "/dev/shm")
    defer {
      close(clear.descriptor)
      unlink(clear.path)
    }
    try FileSealing(mailbox.store).copy(attachment, to: clear.descriptor)
    let name = attachment.handle.description
    try await BlockingWork.run {
      Result { () throws(CareTeamError) in try scanner.scan(clear.descriptor, name: name, path: clear.path) }
    }.get()
  }

  /// Says what is wrong with a file.
  ///
  /// - Returns: whether opening it could do something.
  private func look(at attachment: Attachment) throws(CareTeamError) -> Bool {
    let remarks = try FileSealing(mailbox.store).remarks(on: attachment)
    for remark in remarks {
      session.remark("\(attachment.handle) \(SafeFilename(attachment.filename ?? "").name) \(remark.sentence)")
    }
    return remarks.contains { remark in
      if case .video = remark { false } else { true }
    }
  }

  /// Puts a file into the folder, and says where it is from the export's place.
  private func put(_ attachment: Attachment) throws(CareTeamError) -> Attachment {
    guard let folder else { return attachment }
    let file = try TargetFile(in: folder)
    try FileSealing(mailbox.store).copy(attachment, to: file.descriptor)
    let name = SafeFilename("\(attachment.handle) \(SafeFilename(attachment.filename ?? "").name)")
    var placed = attachment
    placed.path = "\(Self.folderName)/\(try file.place(safely: name))"
    return placed
  }
}
