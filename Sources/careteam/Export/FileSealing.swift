import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// Reads the mailbox's copies of files, sealed or not.
struct FileSealing: Sendable {
  private let seal: FileSeal?

  /// As a mailbox seals them now.
  init(_ store: MailboxStore) throws(CareTeamError) {
    seal = try stored { () throws(StoreError) in try store.seal() }?.files
  }

  /// Gives a file's bytes away, piece by piece.
  func read(
    _ attachment: Attachment, _ take: (ArraySlice<UInt8>) throws(CareTeamError) -> Void
  ) throws(CareTeamError) {
    try LocalFile.read(try path(of: attachment), seal, take)
  }

  /// Copies a file's bytes to an open descriptor.
  func copy(_ attachment: Attachment, to descriptor: Int32) throws(CareTeamError) {
    try LocalFile.copy(try path(of: attachment), to: descriptor, seal)
  }

  /// What is wrong with a file, by its name, its declared type and its content.
  func remarks(on attachment: Attachment) throws(CareTeamError) -> [FileRemark] {
    let name = attachment.filename ?? attachment.handle.description
    return try LocalFile.examine(
      try path(of: attachment), seal, filename: name, declaredType: attachment.contentType
    ).remarks
  }

  private func path(of attachment: Attachment) throws(CareTeamError) -> String {
    guard let path = attachment.path else {
      throw CareTeamError(.fault, "\(attachment.handle) is to be read and is not here; please report this")
    }
    return path
  }
}
