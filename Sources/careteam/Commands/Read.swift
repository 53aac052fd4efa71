import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam read`.
struct Read: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", _superCommandName: "careteam",
    abstract: "Show conversations or single messages, oldest message first",
    discussion: """
      On a terminal the messages shown are marked as read, and the care team can see that. Into a pipe, a file or JSON \
      nothing is marked, unless --mark-read is given.
      """)

  @Argument(help: "Conversations or messages.", completion: .custom(Completion.conversations))
  var ids: [String]

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Only the newest messages of each conversation.", valueName: "n"))
  var last: Int?

  @Flag(help: "Do not mark anything as read.")
  var peek = false

  @Flag(help: "Mark as read what is shown, even into a pipe.")
  var markRead = false

  @Flag(help: "Print the messages' text alone, as it is.")
  var raw = false

  @Flag(help: "Print the FHIR resources as the server sent them.")
  var fhir = false

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  func validate() throws {
    guard !(peek && markRead) else { throw ValidationError("--peek and --mark-read exclude each other.") }
    guard !(raw && fhir) else { throw ValidationError("--raw and --fhir exclude each other.") }
    guard !raw || !(global.isJSON || global.format?.isJSON == true) else {
      throw ValidationError("--raw prints texts and no JSON; leave one of them out.")
    }
    guard !(raw || fhir) || global.fields == nil else {
      throw ValidationError("--fields does not go with --raw and --fhir.")
    }
    guard last.map({ $0 > 0 }) ?? true else { throw ValidationError("--last takes a number from 1.") }
  }

  var prints: OutputSchema? { fhir ? .fhir : .read }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let mailbox = try session.mailbox()
    if markRead { try session.requireScope(for: .receipts, in: mailbox.dialect) }
    let freshness = try await session.freshen(mailbox)
    var shown: [(conversation: Conversation, messages: [Message])] = []
    var failures: [CareTeamError] = []
    for id in ids {
      do throws(CareTeamError) { shown.append(try find(id, in: mailbox.store)) } catch { failures.append(error) }
    }
    if shown.isEmpty, let failure = failures.first, failures.count == 1 { throw failure }
    var presentation =
      fhir ? try resources(shown, in: mailbox.store) : MessagePresentation.read(shown, raw: raw, now: session.now())
    presentation.members = [("account", .string(mailbox.account.name))] + freshness.members
    var result = CommandResult(presentation, failures: failures)
    let messages = shown.flatMap(\.messages)
    result.afterwards = { [self] (isShown) throws(CareTeamError) in
      try await mark(messages, areShown: isShown, in: mailbox, session)
    }
    return result
  }

  private func find(
    _ id: String, in store: MailboxStore
  ) throws(CareTeamError) -> (conversation: Conversation, messages: [Message]) {
    try stored { () throws(StoreError) in
      let handle = try store.resolve(id, as: [.conversation, .message])
      if handle.kind == .message {
        guard let message = try store.message(handle),
          let conversation = try store.conversation(message.conversation.handle)
        else { throw .unknown(id) }
        return (conversation, [message])
      }
      guard let conversation = try store.conversation(handle) else { throw .unknown(id) }
      return (conversation, try store.messages(in: handle, last: last))
    }
  }

  private func resources(
    _ shown: [(conversation: Conversation, messages: [Message])], in store: MailboxStore
  ) throws(CareTeamError) -> Presentation {
    var resources: [JSON] = []
    var seen: Set<Reference> = []
    try stored { () throws(StoreError) in
      for (conversation, messages) in shown {
        let own = ids.count == 1 && messages.count == 1 ? [] : [conversation.reference]
        for reference in (own + messages.map(\.reference)).compactMap({ $0 }) where seen.insert(reference).inserted {
          if let source = try store.source(of: reference) { resources.append(source) }
        }
      }
    }
    var presentation = Presentation(schema: "careteam.fhir/1")
    presentation.items = resources
    let missing = shown.filter { $0.conversation.reference == nil }.map(\.conversation.handle.description)
    if !missing.isEmpty { presentation.remarks = ["\(missing.joined(separator: ", ")): not on the server yet"] }
    presentation.verbatim = resources.map { $0.text(.wire) }
    return presentation
  }

  /// Marks what was shown to a person, and says so.
  private func mark(
    _ messages: [Message], areShown: Bool, in mailbox: Mailbox, _ session: Session
  ) async throws(CareTeamError) -> String? {
    let isShown = markRead || (session.terminal.isOutputTerminal && !session.format.isJSON && !peek)
    guard isShown else { return nil }
    guard areShown || messages.allSatisfy({ $0.direction == .outgoing || $0.isRead }) else {
      return "the pager failed, so nothing was marked as read; ‘--mark-read’ does it"
    }
    let deadline = session.isOffline ? Deadline(.zero) : session.deadline
    return try await ShownMessages(session: session, mailbox: mailbox).mark(messages, by: deadline)
  }
}
