package import CareTeamCore
import CareTeamStore
@preconcurrency import Glibc

extension Mailbox {
  /// Copies files into the mailbox for a message to come.
  ///
  /// - Throws: before anything is stored for the message, `fileNotFound` for a file that cannot be read, `badInput`
  ///   for an empty one, the same one twice or a photograph that cannot be understood, `unsafeFile` for what is not sent.
  package func stage(_ paths: [String], by rules: FileRules) throws(CareTeamError) -> [StagedFile] {
    var staged: [StagedFile] = []
    let seal = try fileSeal(for: paths)
    for path in paths {
      let next = try LocalFile.stage(path, in: store.attachmentsDirectory, seal, by: rules)
      if let twin = staged.first(where: { $0.file.sha256 == next.file.sha256 }) {
        throw CareTeamError(.badInput, "\(path) has the same content as \(twin.file.filename); attach it once")
      }
      if let objection = serverLimits.objection(to: next.file, allowed: rules.largest, at: now()) {
        throw CareTeamError(.badInput, "\(objection); it was not sent")
      }
      staged.append(next)
    }
    return staged
  }

  /// How the mailbox's files are sealed; nil in a plain one, and for no files.
  func fileSeal(for paths: [String]) throws(CareTeamError) -> FileSeal? {
    guard !paths.isEmpty else { return nil }
    return try stored { () throws(StoreError) in try store.seal() }?.files
  }

  /// Removes the copies of files that no message and no draft has: their careteam was killed between the copy and the
  /// message. Those of the last day may belong to one that is still at work.
  ///
  /// Nothing is removed while a damaged mailbox is set aside, which may be all that knows of a copy.
  package func removeStrays() throws(CareTeamError) {
    guard MailboxStore.setAside(in: store.directory).isEmpty else { return }
    let used = try stored { () throws(StoreError) in try store.filesInUse() }
    let oldest = now().seconds - 86_400
    for path in LocalFile.copies(in: store.attachmentsDirectory, before: oldest) where !used.contains(path) {
      unlink(path)
    }
  }

  /// Writes an attachment's bytes into a file that was created for it, and checks them against the sender's hash.
  ///
  /// - Parameters:
  ///   - attachment: which.
  ///   - partial: an empty file with its open descriptor.
  ///   - deadline: when to give up.
  ///   - progress: told of the bytes received.
  package func fetch(
    _ attachment: Attachment, into partial: (path: String, descriptor: Int32), by deadline: Deadline,
    progress: TransferProgress? = nil
  ) async throws(CareTeamError) {
    if let path = attachment.path, access(path, R_OK) == 0 {
      try LocalFile.copy(path, to: partial.descriptor, try fileSeal(for: [path]))
    } else if let url = attachment.url {
      try await download(url, of: attachment, to: partial.path, by: deadline, progress: progress)
    } else {
      try writeInline(attachment, to: partial.descriptor)
    }
    try verify(attachment, partial.path)
  }

  func verify(_ attachment: Attachment, _ path: String, _ seal: FileSeal? = nil) throws(CareTeamError) {
    guard let expected = attachment.sha256 else { return }
    let actual = try LocalFile.digest(path, seal)
    guard actual.sha256 == expected else {
      throw CareTeamError(
        .serverProtocol, "\(attachment.handle) arrived damaged: its SHA-256 is not the sender's; try again")
    }
  }

  private func download(
    _ url: String, of attachment: Attachment, to path: String, by deadline: Deadline, progress: TransferProgress?
  ) async throws(CareTeamError) {
    var request = try request(for: attachment, at: url)
    request.destination = path
    if try await send(request, for: attachment, by: deadline, progress: progress) { try unwrapBinary(path) }
  }

  /// The request of an attachment's bytes.
  func request(for attachment: Attachment, at url: String) throws(CareTeamError) -> HTTPRequest {
    guard let whole = address(of: url) else {
      throw CareTeamError(
        .unsupported, "\(attachment.handle) is kept on another server, where careteam does not go: \(url)")
    }
    var request = HTTPRequest("GET", whole)
    request.headers["Accept"] = "\(attachment.contentType ?? MediaType.unknown), */*;q=0.5"
    return request
  }

  /// Sends a request of an attachment's bytes.
  ///
  /// - Returns: whether what came is a FHIR resource, in which they may be wrapped.
  func send(
    _ request: HTTPRequest, for attachment: Attachment, by deadline: Deadline, progress: TransferProgress?
  ) async throws(CareTeamError) -> Bool {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await transport.send(request, timeout: deadline.remaining, progress: progress)
    } catch {
      throw CareTeamError(error)
    }
    guard response.isSuccess else { throw CareTeamError(response, doing: "fetching \(attachment.handle)") }
    let type = response.headers["Content-Type"]?.lowercased() ?? ""
    return type.hasPrefix("application/fhir+json") || type.hasPrefix("application/json+fhir")
  }

  /// Some servers give every Binary as JSON with base64 inside, whatever they are asked for.
  private func unwrapBinary(_ path: String) throws(CareTeamError) {
    if let bytes = Self.unwrapped(try LocalFile.contents(path)) { try LocalFile.replace(path, with: bytes) }
  }

  /// What a Binary resource has inside; nil for anything else.
  static func unwrapped(_ file: [UInt8]) -> [UInt8]? {
    guard let json = try? JSON(parsing: file), json["resourceType"]?.string == "Binary" else { return nil }
    return json["data"]?.string.flatMap(Base64.decode)
  }

  private func writeInline(_ attachment: Attachment, to descriptor: Int32) throws(CareTeamError) {
    try LocalFile.write(try inlineBytes(attachment), to: descriptor, name: attachment.handle.description)
  }

  /// What the message's own resource has of an attachment.
  func inlineBytes(_ attachment: Attachment) throws(CareTeamError) -> [UInt8] {
    var handle = attachment.handle
    let part = handle.part ?? 1
    handle.part = nil
    let source = try stored { () throws(StoreError) in
      try store.message(handle)?.reference.flatMap { reference throws(StoreError) in try store.source(of: reference) }
    }
    let attachments = source?["payload"]?.array.compactMap { $0["contentAttachment"] } ?? []
    guard attachments.indices.contains(part - 1),
      let bytes = attachments[part - 1]["data"]?.string.flatMap(Base64.decode)
    else {
      throw CareTeamError(.notFound, "\(attachment.handle) has no content on the server")
    }
    return bytes
  }
}
