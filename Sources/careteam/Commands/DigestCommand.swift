import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam digest`.
struct DigestCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest", _superCommandName: "careteam",
    abstract: "Say what is new since the last time, printed or by mail",
    discussion: """
      Prints nothing, and sends nothing, when nothing is new. Nothing is marked as read. Without --cursor and --since it \
      is about the last 24 hours.
      """)

  static let formats: [OutputFormat] = [.text, .html, .mime, .json, .ndjson]

  @Option(
    help: ArgumentHelp("Go on where this cursor stands, and move it.", valueName: "name"),
    completion: .custom(Completion.cursors))
  var cursor: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Begin now, with all there is, or at a time or a duration ago.", valueName: "now|all|time"),
    transform: SinceArgument.read)
  var since: SinceArgument?

  @Option(help: "How much to say: counts, subjects or full.")
  var detail = DigestDetail.counts

  @Option(help: ArgumentHelp("Send it to this address, by the mail server of [mail].", valueName: "address"))
  var mailTo: [String] = []

  @Flag(help: "Send it to the addresses of ‘to’ in [mail].")
  var mail = false

  @Flag(help: "Print or send it even if nothing is new.")
  var sendEmpty = false

  @Flag(help: "One digest for every account.")
  var allAccounts = false

  @Option(help: ArgumentHelp("A folder with templates of your own.", valueName: "folder"), completion: .directory)
  var template: String?

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  func validate() throws {
    if let cursor, cursor.isEmpty || cursor.contains(where: { $0.isNewline || $0 == "(" }) {
      throw ValidationError("--cursor takes a name without parentheses.")
    }
    guard mailTo.isEmpty || !mail else { throw ValidationError("--mail-to and --mail exclude each other.") }
    if sends, [.text, .html].contains(global.format) {
      throw ValidationError("--mail-to sends a mail, and --format prints one; leave one of them out.")
    }
    if allAccounts, global.account != nil { throw ValidationError("--all-accounts and --account exclude each other.") }
  }

  var prints: OutputSchema? { .digest }

  /// Whether a mail is to be sent; with --format mime it is printed for another program to send.
  private var sends: Bool { (mail || !mailTo.isEmpty) && global.format != .mime }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let templates = try session.digestTemplates(named: template)
    let envelope = sends || global.format == .mime ? try DigestEnvelope(session, to: mailTo) : nil
    let submission = sends ? try await session.mailSubmission() : nil
    let sources = try await DigestSource.open(session, allAccounts: allAccounts)
    // Two runs of cron that overlap must not send the same digest twice.
    var locks: [CursorLock?] = []
    for source in sources { locks.append(try await session.lock(cursor, in: source.mailbox.store)) }
    defer { withExtendedLifetime(locks) {} }
    let run = DigestRun(
      session: session, sources: sources, templates: templates, envelope: envelope, submission: submission,
      cursor: cursor, detail: detail, sendsEmpty: sendEmpty)
    try await run.deliver(start: start(at: session.now()))
    return CommandResult()
  }

  private func start(at now: Instant) -> DigestStart? {
    switch since?.value {
    case .now: .now
    case .all: .all
    case .at(let time): .at(time.instant(at: now))
    case nil: cursor == nil ? .at(now.adding(seconds: -86_400)) : nil
    }
  }
}

extension DigestDetail: ExpressibleByArgument {}
