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

  static let tsvColumns = ["newMessages", "changed", "foreign", "sent", "queued", "unreadableCount", "files"]

  @Flag(help: "Fetch everything again, and make a damaged mailbox anew; handles, drafts and the outbox stay.")
  var full = false

  @Flag(help: "Only send what waits in the outbox.")
  var outboxOnly = false

  @Option(
    help: ArgumentHelp("Fetch attachments, too: none, all, or those up to a size such as 5MB.", valueName: "which"))
  var attachments = PrefetchChoice.none

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  func validate() throws {
    guard !(full && outboxOnly) else { throw ValidationError("--full and --outbox-only exclude each other.") }
    guard !outboxOnly || attachments == .none else {
      throw ValidationError("--outbox-only and --attachments exclude each other.")
    }
  }

  var prints: OutputSchema? { .sync }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    try session.requireNetwork(for: "sync")
    let isNew = full ? try mend(session) : false
    let mailbox = try session.mailbox()
    let deadline = full ? session.transferDeadline : session.deadline
    let strict = session.options.timeout != nil
    // What waits may answer in conversations that the server has to say again first.
    var report = isNew ? try await mailbox.sync(full: true, by: deadline) : SyncReport()
    let deliveries = try await mailbox.deliveries(DeliveryPlan(force: true, deadline: deadline, strict: strict))
    let tried = deliveries.map(\.entry)
    if !outboxOnly { report.add(try await mailbox.sync(full: full && !isNew, by: deadline)) }
    let totals = try stored { () throws(StoreError) in try mailbox.store.totals() }
    report.sent = tried.count { $0.state == .sent }
    report.waiting = totals.queued
    let refusal = outboxOnly ? deliveries.last.flatMap(Self.refusal) : nil
    try sayWhatWaits(refusal == nil ? tried : tried.dropLast(), mailbox.store, session)
    if let refusal { throw refusal }
    try mailbox.removeStrays()
    try stored { () throws(StoreError) in try mailbox.store.removeResidue() }
    let failure = await prefetch(mailbox, &report, session)
    return CommandResult(presentation(report, session), failures: failure.map { [$0] } ?? [])
  }

  /// Fetches the attachments that were asked for; what was synchronised stands even if that fails.
  private func prefetch(_ mailbox: Mailbox, _ report: inout SyncReport, _ session: Session) async -> CareTeamError? {
    let limit: Int64?
    switch attachments {
    case .none: return nil
    case .all: limit = nil
    case .upTo(let size): limit = size.bytes
    }
    do throws(CareTeamError) {
      report.files = try await mailbox.prefetch(upTo: limit, by: session.transferDeadline) { attachment, error in
        session.remark("\(attachment.handle) was not fetched: \(error.message)")
      }
      return nil
    } catch {
      return CareTeamError(error.code, "not every attachment was fetched: \(error.message)")
    }
  }

  private func sayWhatWaits(
    _ tried: [OutboxEntry], _ store: MailboxStore, _ session: Session
  ) throws(CareTeamError) {
    // With JSON a script reads standard error too, and ‘careteam outbox list’ has these as data.
    guard !session.format.isJSON else { return }
    for entry in tried where entry.state != .sent {
      session.remark("\(entry.handle) was not sent: \(entry.lastError ?? "unknown reason")")
    }
    let waiting = try stored { () throws(StoreError) in try store.outbox(includingSent: false) }
    for entry in waiting {
      guard let blocker = waiting.blocker(of: entry) else { continue }
      session.remark("\(entry.handle): " + SendPresentation.waiting(behind: blocker))
    }
  }

  /// Makes a damaged mailbox anew, and says what that kept and what it could not.
  ///
  /// - Returns: whether it was damaged.
  private func mend(_ session: Session) throws(CareTeamError) -> Bool {
    let name = try session.accountName()
    let (folder, now) = (session.folder(of: name), session.now())
    let rebuilt: RebuildReport?
    do throws(StoreError) {
      rebuilt = try MailboxStore.rebuildIfDamaged(
        directory: folder, lockWait: session.lockWait, keys: session.keys(of: name), at: now)
    } catch {
      // Without a mailbox there is nothing to mend, and what follows says so.
      guard case .missing = error else { throw CareTeamError(error) }
      return false
    }
    for sentence in rebuilt?.sentences ?? [] { session.remark(sentence) }
    return rebuilt != nil
  }

  /// What ends `--outbox-only`, which asks the server for nothing else: its login is not accepted, or it was not reached.
  private static func refusal(of last: (entry: OutboxEntry, outcome: SendOutcome)) -> CareTeamError? {
    switch last.outcome {
    case .accepted, .refused: nil
    case .loginNeeded(let reason): CareTeamError(.loginNeeded, "\(last.entry.handle) was not sent: \(reason)")
    case .tryAgain(let reason, let seconds), .unknown(let reason, let seconds):
      CareTeamError(.offline, "\(last.entry.handle) was not sent: \(reason)", retryAfterSeconds: seconds)
    }
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
    if report.files > 0 { words.append("\(report.files) file\(report.files == 1 ? "" : "s") fetched") }
    if report.waiting > 0 { words.append("\(report.waiting) still in the outbox") }
    presentation.text = words.isEmpty ? [] : [.line(words.joined(separator: ", "))]
    return words.isEmpty && !session.format.isJSON ? nil : presentation
  }
}
