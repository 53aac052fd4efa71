import CareTeamCore
import CareTeamMailbox
import CareTeamStore

extension Talk {
  /// How long the end waits for messages that are on their way.
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

  /// Keeps what is typed and not sent, and waits a moment for what is on its way.
  ///
  /// - Returns: what is to be said when the terminal is as it was.
  mutating func finish(waiting: Bool) async -> [String] {
    var sentences: [String] = []
    if waiting, !deliveries.isEmpty {
      screen.note("sending \(deliveries.keys.sorted().map(\.description).joined(separator: ", "))")
    }
    let hasText = !editor.text.allSatisfy(\.isWhitespace)
    let kept = hasText ? keep() : nil
    screen.close()
    if let kept { sentences.append(kept) }
    if waiting, !deliveries.isEmpty { await waitForDeliveries() }
    let handles = deliveries.keys.sorted()
    let waitingStill = handles.filter { handle in
      let message = try? mailbox.store.message(handle)
      return message?.delivery.state == .queued
    }
    for handle in waitingStill {
      sentences.append("\(handle) is safe in the outbox: the next ‘careteam sync’ sends it. Do not send it again")
    }
    return sentences
  }

  private func waitForDeliveries() async {
    let tasks = Array(deliveries.values)
    await withTaskGroup(of: Void.self) { group in
      group.addTask { for task in tasks { await task.value } }
      group.addTask { try? await Task.sleep(for: Self.grace) }
      await group.next()
      for task in tasks { task.cancel() }
      group.cancelAll()
    }
  }

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
