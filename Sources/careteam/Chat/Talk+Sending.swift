import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

extension Talk {
  /// Sends a text, with files if any: into the outbox first, and to the server beside the typing. What cannot be sent
  /// comes back into the line.
  mutating func send(_ text: String, files: [String] = [], line: String) async {
    do throws(CareTeamError) {
      let queued = try await queue(text, files: files)
      loaded = nil
      try await show(queued.message)
      if let blocker = queued.blocker { screen.note(SendPresentation.waiting(behind: blocker)) }
      if session.isOffline {
        screen.note("\(queued.message.handle) is safe in the outbox: the next ‘careteam sync’ sends it")
      } else {
        deliver(queued)
      }
    } catch {
      editor.replace(with: line)
      let isClosed = error.code == .conversationCompleted
      screen.note(isClosed ? "\(closedWords). Nothing was sent" : error.message)
      // There the line cannot be changed any more.
      if screen.isPlain { screen.note(keep()) }
    }
  }

  private mutating func queue(_ text: String, files: [String]) async throws(CareTeamError) -> SendResult {
    let target = try ReplyTarget(conversation.handle.description, in: mailbox.store)
    conversation = target.conversation
    try PatientCheck(mailbox: mailbox).check(conversation)
    let dispatch = try dispatch
    var draft = try draft(of: MessageText.checked(text), hasFiles: !files.isEmpty)
    try await dispatch.allow(draft, reply: target)
    let options = try parsed { try FileOptions.parse([]) }
    draft.attachments = try await dispatch.stage(files, by: session.fileRules(options)).map(\.file)
    try await dispatch.allow(draft, reply: target)
    return try mailbox.enqueue(draft)
  }

  /// The draft that the line began as, if it is that still; another text is another message.
  private func draft(of text: String, hasFiles: Bool) -> Draft {
    if var draft = loaded, !hasFiles {
      if draft.text != text { draft.clientId = ClientID.random().text }
      (draft.text, draft.updatedAt) = (text, session.now())
      return draft
    }
    return Draft(
      target: .reply(to: conversation.handle), text: text, clientId: ClientID.random().text, updatedAt: session.now())
  }

  private var dispatch: Dispatch {
    get throws(CareTeamError) {
      Dispatch(session: session, mailbox: mailbox, sending: try parsed { try SendingOptions.parse([]) })
    }
  }

  private mutating func deliver(_ queued: SendResult) {
    guard let dispatch = try? dispatch else { return }
    let (continuation, watch) = (continuation, watch)
    deliveries.insert(queued.message.handle)
    lastDelivery = Task {
      let result = await dispatch.deliver(queued)
      watch.look()
      continuation.yield(.delivered(result))
    }
  }

  /// Says what became of a message where the mailbox's events do not.
  mutating func take(_ result: SendResult) {
    deliveries.remove(result.message.handle)
    guard result.outcome == .queued, result.blocker == nil else { return }
    let why = result.entry.lastError.map { "\($0). " } ?? ""
    screen.note(
      why
        + "\(result.message.handle) is safe in the outbox, and is sent when the server is there again: do not send it "
        + "again")
  }
}

/// Options as they are when none is given.
func parsed<Value>(_ parse: () throws -> Value) throws(CareTeamError) -> Value {
  do { return try parse() } catch { throw CareTeamError(.fault, "options cannot be made: \(error)") }
}
