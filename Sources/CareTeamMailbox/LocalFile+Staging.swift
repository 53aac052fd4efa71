import CareTeamCore
import CareTeamStore
@preconcurrency import Glibc

extension LocalFile {
  /// Copies a file a user named into the mailbox's folder, so that changing or deleting it no longer matters.
  ///
  /// The copy is what is sent: a photograph has lost what it says about itself, and size and hashes are those of the copy.
  ///
  /// - Parameters:
  ///   - path: the file as the user named it.
  ///   - folder: the mailbox's attachment folder.
  ///   - seal: how the mailbox's files are sealed; nil in a plain one.
  ///   - rules: what is done to it, and what is not sent.
  /// - Throws: `fileNotFound` for a missing or unreadable file or a folder, `badInput` for an empty one or a photograph that
  ///   cannot be understood, `unsafeFile` for a program or what the scanner found, `io` or `diskFull` when the copy cannot
  ///   be written.
  static func stage(
    _ path: String, in folder: String, _ seal: FileSeal?, by rules: FileRules
  ) throws(CareTeamError) -> StagedFile {
    let source = try OutgoingFile.open(path)
    guard rules.allowsPrograms || !source.examination.isProgram else {
      let what = source.examination.remarks.map(\.sentence).joined(separator: " and ")
      throw CareTeamError(
        .unsafeFile, "\(source.filename) \(what); programs are not sent, unless with --allow-programs")
    }
    if let largest = rules.largest, source.size > largest {
      throw CareTeamError(
        .badInput,
        "\(source.filename) has \(source.size) bytes, and ‘max-attachment-size’ of the configuration allows \(largest); "
          + "make it smaller, or ask for more")
    }
    do throws(CareTeamError) { try rules.scan?(source.descriptor, path) } catch {
      throw CareTeamError(error.code, error.message + "; it was not sent")
    }
    let plan = rules.keepsMetadata ? nil : try source.plan()
    let file =
      if let seal { try copy(source, by: plan, into: folder, sealedBy: seal) } else {
        try copy(source, by: plan, into: folder)
      }
    return StagedFile(file: file, removed: plan?.removed ?? [], remarks: remarks(source.examination, rules))
  }

  private static func remarks(_ examination: FileExamination, _ rules: FileRules) -> [FileRemark] {
    let isVideo = examination.kind?.type.hasPrefix("video/") ?? false
    return examination.remarks + (isVideo && !rules.keepsMetadata ? [.video] : [])
  }

  private static func copy(
    _ source: OutgoingFile, by plan: PhotographPlan?, into folder: String
  ) throws(CareTeamError) -> DraftAttachment {
    let partial: (path: String, descriptor: Int32)
    do throws(CareTeamError) { partial = try create(in: folder) } catch {
      // The mailbox's own folder is no output that the user has named.
      throw error.code == .cannotCreate ? CareTeamError(.io, error.message) : error
    }
    var digest = CopyDigest()
    do throws(CareTeamError) {
      defer { close(partial.descriptor) }
      try source.copy(by: plan) { (piece) throws(CareTeamError) in
        digest.update(piece[...])
        try write(piece, to: partial.descriptor, name: source.path)
      }
      try settle(partial.descriptor, name: source.path)
    } catch {
      unlink(partial.path)
      throw error
    }
    let path = "\(folder)/\(digest.sha256)"
    guard rename(partial.path, path) == 0 else { throw failure("store a copy of \(source.path)", errno) }
    return attachment(source, at: path, digest)
  }

  /// The same into a sealed copy, of which no byte is on the disk in plain.
  private static func copy(
    _ source: OutgoingFile, by plan: PhotographPlan?, into folder: String, sealedBy seal: FileSeal
  ) throws(CareTeamError) -> DraftAttachment {
    let writer = try stored { () throws(StoreError) in try SealedFileWriter(in: folder, seal) }
    var digest = CopyDigest()
    try source.copy(by: plan) { (piece) throws(CareTeamError) in
      digest.update(piece[...])
      try stored { () throws(StoreError) in try writer.write(piece) }
    }
    return attachment(source, at: try stored { () throws(StoreError) in try writer.finish() }, digest)
  }

  private static func attachment(_ source: OutgoingFile, at path: String, _ digest: CopyDigest) -> DraftAttachment {
    DraftAttachment(
      path: path, filename: source.filename,
      contentType: MediaType.of(filename: source.filename, kind: source.examination.kind), size: digest.size,
      sha256: digest.sha256, sha1: digest.sha1)
  }
}
