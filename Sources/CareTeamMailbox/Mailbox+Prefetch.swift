package import CareTeamCore
import CareTeamStore
@preconcurrency import Glibc

extension Mailbox {
  /// Fetches the files that are on the server only, so that they can be saved without it.
  ///
  /// - Parameters:
  ///   - limit: the largest file that is fetched, in bytes; nil fetches every one, also where the size is not known.
  ///   - failed: told of a file that the server does not give, which does not keep the others back.
  /// - Returns: how many came.
  /// - Throws: what would keep the others back as well, such as `offline` or `diskFull`.
  package func prefetch(
    upTo limit: Int64?, by deadline: Deadline, failed: (Attachment, CareTeamError) -> Void
  ) async throws(CareTeamError) -> Int {
    var count = 0
    for attachment in try stored({ () throws(StoreError) in try store.remoteAttachments() }) {
      if let limit, attachment.size.map({ $0 > limit }) ?? true { continue }
      do throws(CareTeamError) {
        let path = try await keep(attachment, by: deadline)
        try stored { () throws(StoreError) in try store.setStored(attachment.handle, at: path) }
        count += 1
      } catch {
        guard [.notFound, .notAllowed, .serverProtocol, .unsupported].contains(error.code) else { throw error }
        failed(attachment, error)
      }
    }
    return count
  }

  /// A file with a copy of it here, fetched if there is none, and seen to be what its sender sent.
  package func bring(_ attachment: Attachment, by deadline: Deadline) async throws(CareTeamError) -> Attachment {
    if let path = attachment.path, access(path, R_OK) == 0 {
      let seal = Attachment.isSealed(path) ? try stored { () throws(StoreError) in try store.seal() }?.files : nil
      try verify(attachment, path, seal)
      return attachment
    }
    var brought = attachment
    let path = try await keep(attachment, by: deadline)
    try stored { () throws(StoreError) in try store.setStored(attachment.handle, at: path) }
    brought.path = path
    brought.state = .stored
    return brought
  }

  /// Fetches a file into the mailbox's folder.
  private func keep(_ attachment: Attachment, by deadline: Deadline) async throws(CareTeamError) -> String {
    if let seal = try stored({ () throws(StoreError) in try store.seal() })?.files {
      return try await fetchSealed(attachment, seal, by: deadline)
    }
    let partial = try LocalFile.create(in: store.attachmentsDirectory)
    defer { close(partial.descriptor) }
    do throws(CareTeamError) {
      try await fetch(attachment, into: partial, by: deadline)
      try LocalFile.settle(partial.descriptor, name: attachment.handle.description)
      let path = "\(store.attachmentsDirectory)/\(try LocalFile.digest(partial.path).sha256)"
      guard rename(partial.path, path) == 0 else { throw LocalFile.failure("store \(attachment.handle)", errno) }
      return path
    } catch {
      unlink(partial.path)
      throw error
    }
  }
}
