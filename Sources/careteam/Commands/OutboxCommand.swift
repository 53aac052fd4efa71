import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam outbox`.
struct OutboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox", _superCommandName: "careteam", abstract: "See and steer the messages that wait to be sent",
    subcommands: [OutboxList.self, OutboxShow.self, OutboxRetry.self, OutboxCancel.self],
    defaultSubcommand: OutboxList.self)
}

/// `careteam outbox list`.
struct OutboxList: SessionCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the messages not sent yet")

  @Flag(help: "List those sent, too.")
  var all = false

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .outbox }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let store = try session.store()
    let entries = try stored { () throws(StoreError) in try store.outbox(includingSent: all) }
    var presentation = OutboxPresentation.list(entries)
    if entries.isEmpty { presentation.remarks = ["the outbox is empty"] }
    return CommandResult(presentation)
  }
}

/// `careteam outbox show`.
struct OutboxShow: SessionCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a message of the outbox")

  @Argument(help: "The outbox item, or its message.", completion: .custom(Completion.outbox))
  var id: String

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .outbox }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let store = try session.store()
    let entry = try store.entry(id)
    let message = try stored { () throws(StoreError) in try store.message(entry.message) }
    var presentation = OutboxPresentation.list([entry])
    if let message {
      var json = entry.json
      json["message"] = message.json
      presentation.items = [json]
      presentation.text =
        [.line("\(entry.handle) · \(entry.state.rawValue)")]
        + MessagePresentation.paragraphs(message, now: session.now())
    }
    return CommandResult(presentation)
  }
}

/// `careteam outbox retry`.
struct OutboxRetry: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Try to send messages of the outbox now",
    discussion: "It is tried even while the server asks to be left alone.")

  @Flag(help: "Send it although the server may have it: you have looked, and it is not there.")
  var resend = false

  @Argument(help: "Outbox items.", completion: .custom(Completion.outbox))
  var ids: [String]

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .outbox }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    try session.requireNetwork(for: "sending")
    let mailbox = try session.mailbox()
    var entries: [OutboxEntry] = []
    var failures: [CareTeamError] = []
    for id in ids {
      do throws(CareTeamError) {
        let entry = try mailbox.store.entry(id)
        try stored { () throws(StoreError) in
          _ = try mailbox.store.retry(entry.handle, resend: resend, at: session.now())
        }
        let plan = DeliveryPlan(
          conversation: entry.conversation.handle, force: true, insists: true, deadline: session.deadline)
        _ = try await mailbox.deliver(plan)
        let tried = try mailbox.store.entry(entry.handle.description)
        entries.append(tried)
        if tried.state == .failed { throw refusal(of: tried) }
      } catch {
        failures.append(error)
      }
    }
    let waiting = entries.contains { $0.state != .sent }
    return CommandResult(OutboxPresentation.list(entries), status: waiting ? 8 : 0, failures: failures)
  }

  private func refusal(of entry: OutboxEntry) -> CareTeamError {
    CareTeamError(.refusedByServer, "\(entry.handle) was not sent: \(entry.lastError ?? "the server refused it")")
  }
}

/// `careteam outbox cancel`.
struct OutboxCancel: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Take messages out of the outbox; their text is kept as drafts")

  @Argument(help: "Outbox items.", completion: .custom(Completion.outbox))
  var ids: [String]

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .draft }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let store = try session.store()
    var drafts: [Draft] = []
    var failures: [CareTeamError] = []
    for id in ids {
      do throws(CareTeamError) {
        let entry = try store.entry(id)
        drafts.append(try stored { () throws(StoreError) in try store.cancel(entry.handle, at: session.now()) })
        if entry.state == .unknown {
          session.remark("\(entry.handle) may have arrived all the same: a sync shows it when it has")
        }
      } catch {
        failures.append(error)
      }
    }
    return CommandResult(DraftPresentation.list(drafts), failures: failures)
  }
}

extension MailboxStore {
  /// The outbox item of a handle, or of its message's handle or id.
  func entry(_ id: String) throws(CareTeamError) -> OutboxEntry {
    try stored { () throws(StoreError) in
      let handle = try resolve(id, as: [.outbox, .message])
      let found =
        handle.kind == .outbox
        ? try outboxEntry(handle) : try outbox(includingSent: true).first { $0.message == handle }
      guard let found else { throw .unknown(id) }
      return found
    }
  }
}
