import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam sync`.
struct Sync: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", _superCommandName: "careteam",
    abstract: "Send what waits in the outbox, and fetch what is new",
    discussion: "Prints nothing when nothing is new, so that cron sends no mail.")

  static let tsvColumns = ["newMessages", "changed", "foreign", "sent", "queued"]

  @Flag(help: "Fetch everything again; handles, drafts and the outbox stay.")
  var full = false

  @Flag(help: "Only send what waits in the outbox.")
  var outboxOnly = false

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .sync }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    try session.requireNetwork(for: "sync")
    let mailbox = try session.mailbox()
    let deadline = Deadline(session.options.timeout?.duration ?? (full ? nil : .seconds(session.configuration.timeout)))
    let strict = session.options.timeout != nil
    let tried = try await mailbox.deliver(DeliveryPlan(force: true, deadline: deadline, strict: strict))
    var report = outboxOnly ? SyncReport() : try await mailbox.sync(full: full, by: deadline)
    let totals = try stored { () throws(StoreError) in try mailbox.store.totals() }
    report.sent = tried.count { $0.state == .sent }
    report.waiting = totals.queued
    session.report(report)
    for entry in tried where entry.state != .sent {
      session.remark("\(entry.handle) was not sent: \(entry.lastError ?? "unknown reason")")
    }
    if let error = refusal(of: tried) { throw error }
    return CommandResult(presentation(report, session))
  }

  /// A login that is no longer accepted is a failure of `sync`; messages that wait are not.
  private func refusal(of tried: [OutboxEntry]) -> CareTeamError? {
    guard outboxOnly, let last = tried.last, last.state != .sent, last.state != .failed else { return nil }
    return CareTeamError(.offline, "\(last.message) was not sent: \(last.lastError ?? "the server was not reached")")
  }

  private func presentation(_ report: SyncReport, _ session: Session) -> Presentation? {
    var presentation = Presentation(schema: "careteam.sync/1")
    presentation.members = report.members
    let numbers = report.members.filter { $0.0 != "unreadable" }
    presentation.tsv = (Self.tsvColumns, [numbers.map { $0.1.int.map(String.init) ?? "" }])
    presentation.columns = numbers.map { .init(title: $0.0, field: $0.0) }
    presentation.rows = presentation.tsv?.rows ?? []
    var words: [String] = []
    if report.newMessages > 0 { words.append("\(report.newMessages) new message\(report.newMessages == 1 ? "" : "s")") }
    if report.sent > 0 { words.append("\(report.sent) sent") }
    if report.waiting > 0 { words.append("\(report.waiting) still in the outbox") }
    presentation.text = words.isEmpty ? [] : [.line(words.joined(separator: ", "))]
    return words.isEmpty && !session.format.isJSON ? nil : presentation
  }
}
