import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam draft`.
struct DraftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draft", _superCommandName: "careteam", abstract: "See, change, send and remove texts that were kept",
    subcommands: [DraftList.self, DraftEdit.self, DraftSend.self, DraftRemove.self], defaultSubcommand: DraftList.self)
}

/// `careteam draft list`.
struct DraftList: SessionCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the drafts, the newest first")

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .draft }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let store = try session.store()
    try DraftFile.recover(in: store)
    return CommandResult(DraftPresentation.list(try stored { () throws(StoreError) in try store.drafts() }))
  }
}

/// `careteam draft edit`.
struct DraftEdit: SessionCommand {
  static let configuration = CommandConfiguration(commandName: "edit", abstract: "Change a draft in the editor")

  @Argument(help: "The draft.", completion: .custom(Completion.drafts))
  var id: String

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .draft }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    guard !session.noInput else {
      throw CareTeamError(.usage, "the editor asks for input, and --no-input forbids it")
    }
    let store = try session.store()
    try DraftFile.recover(in: store)
    let draft = try store.draft(named: id)
    var edited = try Editor(session: session).write(draft, beginning: draft.text, in: store)
    if edited.text != draft.text {
      // Another text is another message: what was sent under the old identifier may have arrived.
      edited.clientId = ClientID.random().text
      edited = try stored { () throws(StoreError) in try store.save(edited) }
    }
    return CommandResult(DraftPresentation.kept(edited))
  }
}

/// `careteam draft send`.
struct DraftSend: SessionCommand {
  static let configuration = CommandConfiguration(commandName: "send", abstract: "Send a draft")

  @Argument(help: "The draft.", completion: .custom(Completion.drafts))
  var id: String

  @OptionGroup(title: "Sending") var sending: SendingOptions

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  static let single = SendingOptions.single

  var prints: OutputSchema? { .send }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let mailbox = try session.mailbox()
    try DraftFile.recover(in: mailbox.store)
    var draft = try mailbox.store.draft(named: id)
    if let clientId = sending.clientId { draft.clientId = clientId.text }
    guard !draft.text.allSatisfy(\.isWhitespace) || !draft.attachments.isEmpty else {
      throw CareTeamError(.emptyMessage, "\(id) is empty; nothing was sent")
    }
    var reply: ReplyTarget?
    if case .reply(let handle) = draft.target { reply = try ReplyTarget(handle.description, in: mailbox.store) }
    if let reply { try PatientCheck(mailbox: mailbox).check(reply.conversation) }
    return try await Dispatch(session: session, mailbox: mailbox, sending: sending).send(draft, reply: reply)
  }
}

/// `careteam draft rm`.
struct DraftRemove: SessionCommand {
  static let configuration = CommandConfiguration(commandName: "rm", abstract: "Remove drafts")

  @Argument(help: "Drafts.", completion: .custom(Completion.drafts))
  var ids: [String]

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .draft }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let store = try session.store()
    var removed: [Draft] = []
    var failures: [CareTeamError] = []
    for id in ids {
      do throws(CareTeamError) {
        let draft = try store.draft(named: id)
        if let handle = draft.handle { _ = try stored { () throws(StoreError) in try store.removeDraft(handle) } }
        removed.append(draft)
      } catch {
        failures.append(error)
      }
    }
    var presentation = DraftPresentation.list(removed)
    presentation.text = removed.map { .line("Removed \($0.handle?.description ?? "")") }
    return CommandResult(presentation, failures: failures)
  }
}

extension MailboxStore {
  /// The draft of a handle.
  func draft(named id: String) throws(CareTeamError) -> Draft {
    try stored { () throws(StoreError) in
      guard let draft = try draft(try resolve(id, as: [.draft])) else { throw .unknown(id) }
      return draft
    }
  }
}
