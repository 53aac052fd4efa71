import CareTeamCore
import CareTeamMailbox
import CareTeamStore

extension Talk {
  /// Shows the end of the conversation, what there is to know before typing, and the draft that was left.
  mutating func begin() async throws(CareTeamError) {
    let messages = try messages(last: count)
    let presentation = MessagePresentation.read([(conversation, messages)], raw: false, now: session.now())
    session.logShown(presentation)
    screen.show((presentation.text ?? []) + [.line("")])
    try await note(shown: messages)
    if !session.options.quiet {
      screen.note(
        "type a message and press Enter; ‘/help’ lists the commands. For true emergencies call your emergency number: "
          + "messages may be read hours later")
    }
    if conversation.isClosed { screen.note(closedWords) }
    try loadDraft()
  }

  /// Why a completed conversation takes no message, and what can be done.
  var closedWords: String { "\(conversation.handle) is completed and takes no messages; ‘/open’ opens it again" }

  /// Shows earlier messages than those that were shown.
  mutating func showOlder() async throws(CareTeamError) {
    let all = try messages(last: nil)
    let before = all.prefix { $0.handle != oldest }
    guard let oldest, !before.isEmpty else { return screen.note("there is nothing earlier") }
    let earlier = Array(before.suffix(count))
    log(earlier)
    screen.note("earlier messages:")
    screen.show(earlier.flatMap { MessagePresentation.paragraphs($0, now: session.now()) } + [.line("")])
    screen.note("that was before \(oldest)")
    self.oldest = earlier.first?.handle
    try await note(shown: earlier)
  }

  /// Shows a message that is new here.
  mutating func show(_ message: Message) async throws(CareTeamError) {
    log([message])
    screen.show(MessagePresentation.paragraphs(message, now: session.now()) + [.line("")])
    if oldest == nil { oldest = message.handle }
    shown.insert(message.handle)
    guard !isPeeking, message.direction == .incoming, !message.isRead else { return }
    _ = try await ShownMessages(session: session, mailbox: mailbox).mark([message], by: Deadline(.zero))
    watch.look(atServer: true)
  }

  /// Takes what the watch tells of this conversation.
  mutating func take(_ item: WatchItem) async {
    do throws(CareTeamError) {
      switch item {
      case .hello, .bookmark: return
      case .up:
        isUp = true
        screen.note(WatchPresentation.up)
      case .lost(let seconds):
        isUp = false
        screen.note(WatchPresentation.lost(retryInSeconds: seconds))
      case .event(let event, let conversation, let message, _):
        position = event.position
        guard let conversation, conversation.handle == self.conversation.handle else { return }
        try await take(event, conversation, message)
      }
      redraw()
    } catch {
      screen.note(error.message)
      if error.exitStatus == 74 { end = .failed(error) }
    }
  }

  /// The watch cannot ask the server any more: what is written waits in the outbox, and this goes on.
  mutating func watchEnded(_ error: CareTeamError?) {
    guard let error, end == nil else { return }
    screen.note(error.message)
    guard error.exitStatus != 74, error.code != .mailboxKey else {
      end = .failed(error)
      return
    }
    isUp = false
    screen.note("nothing is fetched any more; what you send waits in the outbox, for the next ‘careteam sync’")
    var plan = session.watchPlan(from: position)
    plan.isOffline = true
    watch = Watch(mailbox, plan: plan, open: nil)
    startWatch()
    redraw()
  }

  private mutating func take(
    _ event: MailboxEvent, _ conversation: Conversation, _ message: Message?
  ) async throws(CareTeamError) {
    let wasClosed = self.conversation.isClosed
    self.conversation = conversation
    if wasClosed != conversation.isClosed {
      screen.note(conversation.isClosed ? closedWords : "\(conversation.handle) is active again")
    }
    guard let message else { return }
    guard shown.contains(message.handle) else { return try await show(message) }
    switch event.kind {
    case .messageSent: screen.note("\(message.handle) is sent")
    case .messageDelivered: screen.note("\(message.handle) is delivered")
    case .messageRead: screen.note("\(message.handle) is read")
    case .messageFailed:
      screen.note("\(message.handle) was not sent: \(message.delivery.lastError ?? "the server refused it")")
    case .messageReceived, .conversationUpdated, .gap: return
    }
  }

  private mutating func note(shown messages: [Message]) async throws(CareTeamError) {
    shown.formUnion(messages.map(\.handle))
    oldest = messages.first?.handle ?? oldest
    guard !isPeeking else { return }
    let remark = try await ShownMessages(session: session, mailbox: mailbox).mark(messages, by: Deadline(.zero))
    if let remark { screen.note(remark) }
    watch.look(atServer: true)
  }

  private func messages(last: Int?) throws(CareTeamError) -> [Message] {
    let (store, handle) = (mailbox.store, conversation.handle)
    return try stored { () throws(StoreError) in try store.messages(in: handle, last: last) }
  }

  /// The messages with files, and each of their files.
  var savable: [String] {
    let withFiles = ((try? messages(last: nil)) ?? []).filter { !$0.attachments.isEmpty }
    return withFiles.reversed().flatMap { message in
      message.attachments.map(\.handle.description)
        + (message.attachments.count > 1 ? [message.handle.description] : [])
    }
  }

  private func log(_ messages: [Message]) {
    session.logShown(MessagePresentation.read([(conversation, messages)], raw: false, now: session.now()))
  }
}
