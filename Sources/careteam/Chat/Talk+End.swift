import CareTeamCore
import CareTeamMailbox
import CareTeamStore

extension Talk {
  /// How long the end waits for what is under way.
  private static let grace: Duration = .seconds(5)

  /// Loads the newest draft of this conversation into the line.
  mutating func loadDraft() throws(CareTeamError) {
    let (store, handle) = (mailbox.store, conversation.handle)
    try DraftFile.recover(in: store)
    let drafts = try stored { () throws(StoreError) in try store.drafts() }.filter { $0.target == .reply(to: handle) }
    guard let draft = drafts.first, let name = draft.handle else { return }
    guard draft.attachments.isEmpty, draft.text.count <= LineEditor.longest, !screen.isPlain else {
      return screen.note("there is the draft \(name); send it with ‘careteam draft send \(name)’")
    }
    loaded = draft
    editor.replace(with: draft.text)
    let others = drafts.dropFirst().compactMap(\.handle?.description)
    let more = others.isEmpty ? "" : "; there are others: \(others.joined(separator: ", "))"
    screen.note("your draft \(name) is in the line: Enter sends it, Ctrl-C leaves it where it is\(more)")
  }

  /// Waits a moment for what is under way; Ctrl-C and Ctrl-D wait no longer.
  mutating func finish(_ coming: inout AsyncStream<ChatEvent>.Iterator) async {
    guard isBusy, case .quit = end else { return }
    let handles = deliveries.sorted().map(\.description).joined(separator: ", ")
    screen.note(handles.isEmpty ? "a moment" : "sending \(handles)")
    let continuation = continuation
    Task {
      try? await Task.sleep(for: Self.grace)
      continuation.yield(.late)
    }
    while isBusy, let event = await coming.next() {
      switch event {
      case .hungUp, .signalled, .late: return
      case .typed(let bytes): if bytes.contains(0x03) || bytes.contains(0x04) { return }
      default: await take(event)
      }
    }
  }

  private var isBusy: Bool { commands > 0 || !deliveries.isEmpty }

  /// What the end has left to be done, and by whom.
  var leftOver: [String] {
    let unsent = deliveries.sorted().filter { (try? mailbox.store.message($0))?.delivery.state == .queued }
    let sentences = unsent.map {
      "\($0) is safe in the outbox: the next ‘careteam sync’ sends it. Do not send it again"
    }
    guard commands > 0 else { return sentences }
    return sentences + ["the last command may not be done; look with ‘careteam read \(conversation.handle)’"]
  }

  /// Keeps what is typed and not sent.
  ///
  /// - Returns: where it is kept; nil where there is nothing.
  func keepLine() -> String? { editor.text.allSatisfy(\.isWhitespace) ? nil : keep() }

  /// Keeps the line as a draft.
  ///
  /// - Returns: where it is kept.
  func keep() -> String {
    var draft =
      loaded
      ?? Draft(
        target: .reply(to: conversation.handle), text: "", clientId: ClientID.random().text, updatedAt: session.now())
    if draft.text != editor.text {
      draft.clientId = ClientID.random().text
      (draft.text, draft.updatedAt) = (editor.text, session.now())
    }
    do throws(StoreError) {
      let handle = try mailbox.store.save(draft).handle?.description ?? ""
      return "what you typed is kept as draft \(handle); send it with ‘careteam draft send \(handle)’"
    } catch {
      return "what you typed could not be kept: \(CareTeamError(error).message)"
    }
  }
}
