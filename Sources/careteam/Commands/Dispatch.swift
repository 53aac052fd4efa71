import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// The way of a message from the command line into the outbox and to the server, which `reply`, `new`, `attach` and
/// `draft send` share.
struct Dispatch {
  let session: Session
  let mailbox: Mailbox
  let sending: SendingOptions

  /// Stores a message, sends it as far as the options allow, and says what became of it.
  ///
  /// - Parameters:
  ///   - body: the message as given.
  ///   - target: where it goes.
  ///   - reply: the conversation it answers in; nil begins one.
  func send(
    _ body: ComposedBody, as target: Draft.Target, target reply: ReplyTarget?
  ) async throws(CareTeamError) -> CommandResult {
    var draft = Draft(
      target: target, text: "", inReplyTo: reply?.answered, clientId: (sending.clientId ?? .random()).text,
      updatedAt: session.now())
    if case .given(let text) = body.source { draft.text = text }
    let files: [StagedFile]
    do throws(CareTeamError) { files = try await stage(body.files, by: body.rules) } catch {
      throw draft.text.isEmpty ? error : keeping(draft, because: error)
    }
    draft.attachments = files.map(\.file)
    if case .editor(let text) = body.source {
      draft = try Editor(session: session).write(draft, beginning: text, in: mailbox.store)
    }
    guard !draft.text.allSatisfy(\.isWhitespace) || !draft.attachments.isEmpty else {
      if let handle = draft.handle { try forget(handle) }
      throw CareTeamError(.emptyMessage, "the message is empty; nothing was sent")
    }
    if body.isDraft { return CommandResult(DraftPresentation.kept(try keep(draft), files: files)) }
    return try await send(draft, reply: reply, files: files)
  }

  /// Copies the files, and says what was taken out of them and what is the matter with them.
  func stage(_ paths: [String], by rules: FileRules) async throws(CareTeamError) -> [StagedFile] {
    let mailbox = mailbox
    let files = try await BlockingWork.run {
      Result { () throws(CareTeamError) in try mailbox.stage(paths, by: rules) }
    }.get()
    for sentence in files.flatMap(\.sentences) { session.remark(sentence) }
    return files
  }

  /// Sends a complete draft.
  ///
  /// - Parameter files: those that were copied for it just now.
  func send(_ draft: Draft, reply: ReplyTarget?, files: [StagedFile] = []) async throws(CareTeamError) -> CommandResult
  {
    if sending.clientId != nil, let earlier = try mailbox.earlier(draft) {
      return try await result(of: await deliver(earlier), draft: draft, files: files)
    }
    do throws(CareTeamError) { try await allow(draft, reply: reply) } catch {
      throw keeping(draft, because: error)
    }
    if sending.noQueue { try await requireServer(for: draft) }
    let queued = try mailbox.enqueue(draft)
    let sent = await deliver(queued)
    return try await result(of: sent, draft: draft, files: files)
  }

  /// Refuses a draft that may not be sent, before it is stored for that.
  func allow(_ draft: Draft, reply: ReplyTarget?) async throws(CareTeamError) {
    try checkScopes(of: draft)
    try await check(reply)
  }

  /// Refuses what the login may not send, before it waits in the outbox for a server that will not take it.
  private func checkScopes(of draft: Draft) throws(CareTeamError) {
    switch draft.target {
    case .conversation: try session.requireScope(for: .begin, in: mailbox.dialect)
    case .reply: try session.requireScope(for: .reply, in: mailbox.dialect)
    }
    if !draft.attachments.isEmpty { try session.requireScope(for: .attach, in: mailbox.dialect) }
  }

  /// What forbids a reply before it is stored.
  private func check(_ reply: ReplyTarget?) async throws(CareTeamError) {
    guard let reply else { return }
    let conversation = reply.conversation
    if conversation.isClosed {
      throw CareTeamError(
        .conversationCompleted,
        "\(conversation.handle) is completed; open it again with ‘careteam mark \(conversation.handle) --active’, "
          + "or begin another with ‘careteam new’")
    }
    guard let latest = sending.ifLatest else { return }
    let handle = try stored { () throws(StoreError) in try mailbox.store.resolve(latest, as: [.message]) }
    try session.requireNetwork(for: "--if-latest")
    try await mailbox.check(latest: handle, of: conversation.handle, by: session.deadline)
  }

  /// With `--no-queue` nothing is stored in the outbox unless the server is there.
  private func requireServer(for draft: Draft) async throws(CareTeamError) {
    do throws(CareTeamError) {
      try session.requireNetwork(for: "--no-queue")
      _ = try await mailbox.sync(by: session.deadline)
    } catch {
      throw keeping(draft, because: error)
    }
  }

  /// Sends what is in the outbox, as far as the options allow.
  ///
  /// - Returns: what became of it: a server out of reach is a remark, and no failure.
  func deliver(_ queued: SendResult) async -> SendResult {
    guard !sending.queueOnly, !session.isOffline, queued.outcome == .queued else { return queued }
    let bar = UploadProgress(session: session, message: queued.message)
    defer { bar.finish() }
    do throws(CareTeamError) {
      return try await mailbox.deliver(
        queued, deadline: session.deadline, strict: session.options.timeout != nil, progress: bar.report)
    } catch {
      // It is in the outbox, which is what counts: why it was not sent now is a remark, not a failure.
      session.remark(error.message)
      return (try? mailbox.result(of: queued.entry, duplicate: queued.duplicate)) ?? queued
    }
  }

  private func result(
    of sent: SendResult, draft: Draft, files: [StagedFile]
  ) async throws(CareTeamError) -> CommandResult {
    var sent = sent
    switch sent.outcome {
    case .failed:
      let error = CareTeamError(.refusedByServer, SendPresentation.failure(sent))
      return told(sent, files, failures: [error])
    case .queued where sending.noQueue && sent.entry.state == .queued:
      let reason =
        sent.blocker.map { "it waits behind \($0.handle), which was refused" } ?? sent.entry.lastError
        ?? "the server was not reached"
      let kept = try stored { () throws(StoreError) in try mailbox.store.cancel(sent.entry.handle, at: session.now()) }
      throw CareTeamError(
        .offline, "\(reason); nothing was sent, and the text is kept as \(kept.handle?.description ?? "a draft")")
    case .queued where sending.waitFor == nil:
      return told(sent, files, status: 8)
    case .queued, .sent: break
    }
    guard let stage = sending.waitFor else { return told(sent, files) }
    let reached: Bool
    do throws(CareTeamError) {
      reached = try await mailbox.wait(for: stage.state, of: sent.message.handle, by: session.deadline)
    } catch {
      sent = try mailbox.result(of: sent.entry, duplicate: sent.duplicate)
      guard sent.outcome == .queued else { return told(sent, files, failures: [error]) }
      // It is in the outbox, which is what counts.
      session.remark(error.message)
      return told(sent, files, status: 8)
    }
    sent = try mailbox.result(of: sent.entry, duplicate: sent.duplicate)
    let late = CareTeamError(
      .timedOut, "\(sent.message.handle) is \(sent.message.delivery.state.rawValue), not \(stage.rawValue), so far")
    return told(sent, files, failures: reached ? [] : [late])
  }

  private func told(
    _ sent: SendResult, _ files: [StagedFile], status: Int32 = 0, failures: [CareTeamError] = []
  ) -> CommandResult {
    var result = CommandResult(SendPresentation.result(sent, files: files), status: status, failures: failures)
    result.standing = SendPresentation.standing(sent)
    return result
  }

  /// Keeps the text when it cannot be sent, and says where.
  private func keeping(_ draft: Draft, because error: CareTeamError) -> CareTeamError {
    var error = error
    do throws(CareTeamError) {
      error.message += "; your text is kept as draft \(try keep(draft).handle?.description ?? "")"
    } catch let failure {
      error.message += "; your text could not be kept (\(failure.message))"
    }
    return error
  }

  private func keep(_ draft: Draft) throws(CareTeamError) -> Draft {
    try stored { () throws(StoreError) in try mailbox.store.save(draft) }
  }

  private func forget(_ handle: Handle) throws(CareTeamError) {
    _ = try stored { () throws(StoreError) in try mailbox.store.removeDraft(handle) }
  }
}
