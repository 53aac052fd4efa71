package import CareTeamCore
package import CareTeamStore
@preconcurrency import Glibc

extension Mailbox {
  /// Fetches an attachment into a sealed file of the mailbox's folder, and checks it against the sender's hash; the
  /// caller removes the file.
  package func fetchSealed(
    _ attachment: Attachment, _ seal: FileSeal, by deadline: Deadline, progress: TransferProgress? = nil
  ) async throws(CareTeamError) -> String {
    let path = try await sealed(attachment, seal, by: deadline, progress: progress)
    do throws(CareTeamError) { try verify(attachment, path, seal) } catch {
      unlink(path)
      throw error
    }
    return path
  }

  private func sealed(
    _ attachment: Attachment, _ seal: FileSeal, by deadline: Deadline, progress: TransferProgress?
  ) async throws(CareTeamError) -> String {
    guard let url = attachment.url else { return try keep(try inlineBytes(attachment), seal) }
    let writer = try stored { () throws(StoreError) in try SealedFileWriter(in: store.attachmentsDirectory, seal) }
    var request = try request(for: attachment, at: url)
    request.sink = { (bytes) throws(TransportError) in
      do throws(StoreError) { try writer.write(bytes) } catch {
        throw error == .diskFull ? .diskFull(CareTeamError(error).message) : .file(CareTeamError(error).message)
      }
    }
    let isResource = try await send(request, for: attachment, by: deadline, progress: progress)
    let path = try stored { () throws(StoreError) in try writer.finish() }
    guard isResource, let bytes = Self.unwrapped(try LocalFile.contents(path, seal)) else { return path }
    unlink(path)
    return try keep(bytes, seal)
  }

  private func keep(_ bytes: [UInt8], _ seal: FileSeal) throws(CareTeamError) -> String {
    try stored { () throws(StoreError) in
      let writer = try SealedFileWriter(in: store.attachmentsDirectory, seal)
      try writer.write(bytes)
      return try writer.finish()
    }
  }

  /// The bytes of a sealed file as a request's body, opened while they are sent.
  func stream(_ file: DraftAttachment) throws(CareTeamError) -> ByteStream {
    let reader = try stored { () throws(StoreError) in
      guard let seal = try store.seal()?.files else { throw .damaged("\(file.path) is sealed and the mailbox is not") }
      return try SealedFileReader(file.path, seal)
    }
    return ByteStream(name: file.filename, size: reader.size) { (offset, buffer) throws(TransportError) in
      do throws(StoreError) { return try reader.read(at: offset, into: buffer) } catch {
        throw .file("the copy of \(file.filename) cannot be read; take the message back and attach the file again")
      }
    }
  }
}
