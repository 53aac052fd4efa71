import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam mark`.
struct Mark: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "mark", _superCommandName: "careteam",
    abstract: "Mark messages as read or unread, conversations as done or active",
    usage: "careteam mark <ids> ... (--read | --unread | --done | --active)",
    discussion: """
      --read sends a receipt, as the care team sees it. --unread of a conversation marks its newest received message. \
      --done and --active change the conversation for everyone in it.
      """)

  static let tsvColumns = ["handle", "state"]

  @Argument(help: "Conversations or messages.", completion: .custom(Completion.conversations))
  var ids: [String]

  @Flag(exclusivity: .exclusive)
  var state: State

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  /// What is marked.
  enum State: String, EnumerableFlag {
    case read
    case unread
    case done
    case active

    static func help(for value: State) -> ArgumentHelp? {
      switch value {
      case .read: "They were read; sends receipts."
      case .unread: "They are to be read again."
      case .done: "The conversations are completed and take no more replies."
      case .active: "The conversations take replies again."
      }
    }
  }

  var prints: OutputSchema? { .mark }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    try await run(in: session, with: session.mailbox())
  }

  /// Does it in a mailbox that is open already.
  func run(in session: Session, with mailbox: Mailbox) async throws(CareTeamError) -> CommandResult {
    var marked: [JSON] = []
    var lines: [Presentation.Paragraph] = []
    var failures: [CareTeamError] = []
    for id in ids {
      do throws(CareTeamError) {
        let (handle, messages) = try await mark(id, in: mailbox, session)
        marked.append([
          "handle": .string(handle.description), "messages": .array(messages.map { .string($0.description) }),
        ])
        lines.append(.line("\(handle) \(state.rawValue)"))
      } catch {
        failures.append(error)
      }
    }
    var presentation = Presentation(schema: "careteam.mark/1")
    presentation.items = marked
    presentation.members = [("state", .string(state.rawValue))]
    presentation.columns = [.init(title: "ID", field: "handle"), .init(title: "STATE", field: "state")]
    presentation.rows = marked.map { [$0["handle"]?.string ?? "", state.rawValue] }
    presentation.tsv = (Self.tsvColumns, presentation.rows)
    presentation.text = lines
    var result = CommandResult(presentation, failures: failures)
    let done = marked.compactMap { $0["handle"]?.string }
    if !done.isEmpty { result.standing = "\(done.joined(separator: ", ")): \(state.rawValue), all the same" }
    return result
  }

  private func mark(
    _ id: String, in mailbox: Mailbox, _ session: Session
  ) async throws(CareTeamError) -> (Handle, [Handle]) {
    let handle = try stored { () throws(StoreError) in
      try mailbox.store.resolve(id, as: [.conversation, .message])
    }
    switch state {
    case .read, .unread:
      let messages = try messages(of: handle, in: mailbox.store)
      let deadline = session.isOffline ? Deadline(.zero) : session.deadline
      if state == .read {
        try session.requireScope(for: .receipts, in: mailbox.dialect)
        try await mailbox.markRead(messages, by: deadline)
      } else {
        try await mailbox.markUnread(messages, by: deadline)
      }
      return (handle, messages)
    case .done, .active:
      try session.requireNetwork(for: "changing a conversation")
      try session.requireScope(for: .closing, in: mailbox.dialect)
      let conversation = try conversation(of: handle, in: mailbox.store)
      try await mailbox.setClosed(conversation, state == .done, by: session.deadline)
      return (conversation.handle, [])
    }
  }

  private func conversation(of handle: Handle, in store: MailboxStore) throws(CareTeamError) -> Conversation {
    try stored { () throws(StoreError) in
      let owner = handle.kind == .message ? try store.message(handle)?.conversation.handle : handle
      guard let conversation = try owner.flatMap({ owner throws(StoreError) in try store.conversation(owner) }) else {
        throw .unknown(handle.description)
      }
      return conversation
    }
  }

  private func messages(of handle: Handle, in store: MailboxStore) throws(CareTeamError) -> [Handle] {
    guard handle.kind == .conversation else { return [handle] }
    let received = try stored { () throws(StoreError) in try store.messages(in: handle, last: nil) }
      .filter { $0.direction == .incoming }
    return (state == .read ? received.filter { !$0.isRead } : received.suffix(1)).map(\.handle)
  }
}
