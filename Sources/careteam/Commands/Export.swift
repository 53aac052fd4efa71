import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam export`.
struct Export: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", _superCommandName: "careteam",
    abstract: "Write conversations with all their messages, to keep, to print or to take elsewhere",
    discussion: """
      It writes a text on a terminal and TSV into a pipe; --format, or the name of the file, says what else. Nothing is \
      marked as read, and no file is ever overwritten.
      """)

  static let formats: [OutputFormat] = [.text, .html, .csv, .tsv, .json, .ndjson, .mbox, .fhir]

  @Argument(help: "Conversations.", completion: .custom(Completion.conversations))
  var ids: [String] = []

  @Flag(help: "Every conversation.")
  var all = false

  @Option(help: ArgumentHelp("Only messages sent since a time, or a duration ago.", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Only messages sent until a time, or a duration ago.", valueName: "time"))
  var until: String?

  @Option(
    name: [.customShort("o"), .long], parsing: .unconditional,
    help: ArgumentHelp("The file to make, or - for standard output.", valueName: "file"), completion: .file())
  var output: String?

  @Option(
    name: [.customShort("d"), .long],
    help: ArgumentHelp("The folder to make a file in for each conversation.", valueName: "dir"),
    completion: .directory)
  var directory: String?

  @Flag(help: "Export the attachments too, and fetch those that are not here.")
  var attachments = false

  @OptionGroup var scanning: ScanOption

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  func validate() throws {
    guard all == ids.isEmpty else {
      throw ValidationError(
        all ? "--all is every conversation; name none beside it." : "Name conversations, or use --all for every one.")
    }
    guard output == nil || directory == nil else { throw ValidationError("-o and -d exclude each other.") }
    guard scanning.scanCmd == nil || attachments else { throw ValidationError("--scan-cmd goes with --attachments.") }
  }

  var prints: OutputSchema? { .export }

  /// As asked for, else as the file's name says, else a text in a file and on a terminal, else TSV.
  func format(in session: Session) -> OutputFormat {
    if session.options.isJSON { return .json }
    if let format = session.options.format { return format }
    if let output, output != "-" { return OutputFormat(exportFile: output) ?? .text }
    if directory != nil { return .text }
    let configured = session.format
    return Self.formats.contains(configured) ? configured : .text
  }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let format = format(in: session)
    let period = try period(in: session)
    guard !attachments || directory != nil || format.embedsFiles else {
      throw CareTeamError(
        .usage,
        "--attachments needs -d and a folder with --format \(format.rawValue); mbox and fhir hold them themselves")
    }
    let destination = try ExportDestination(file: output, folder: directory)
    let scanner = try session.scanner(scanning)
    let mailbox = try session.mailbox()
    let freshness = try await session.freshen(mailbox)
    var failures: [CareTeamError] = []
    let handles = try conversations(in: mailbox.store, &failures)
    guard !handles.isEmpty || failures.isEmpty else { return CommandResult(failures: failures) }
    if freshness.syncedAt == nil {
      session.remark("not everything has come from the server yet: export again after a ‘careteam sync’")
    }
    var run = ExportRun(
      session: session, mailbox: mailbox, facts: facts(session, mailbox, freshness, period), format: format,
      destination: destination, files: try files(session, mailbox, scanner, format, destination))
    try await run.write(handles)
    run.tell(to: directory ?? (output == "-" ? nil : output))
    return CommandResult(failures: failures + (run.files?.failures ?? []))
  }

  /// The conversations that are meant, each once.
  private func conversations(
    in store: MailboxStore, _ failures: inout [CareTeamError]
  ) throws(CareTeamError) -> [Handle] {
    if all { return try stored { () throws(StoreError) in try store.conversationHandles() } }
    var handles: [Handle] = []
    for id in ids {
      do throws(CareTeamError) {
        let handle = try stored { () throws(StoreError) in try store.resolve(id, as: [.conversation]) }
        if !handles.contains(handle) { handles.append(handle) }
      } catch {
        failures.append(error)
      }
    }
    return handles
  }

  private func period(in session: Session) throws(CareTeamError) -> (start: Instant?, end: Instant?) {
    do throws(SearchMistake) {
      return try SearchTime(now: session.now(), local: LocalTime { Clock.offset(at: $0) })
        .period(since: since, until: until)
    } catch {
      throw CareTeamError(.usage, error.problem)
    }
  }

  private func facts(
    _ session: Session, _ mailbox: Mailbox, _ freshness: Freshness, _ period: (start: Instant?, end: Instant?)
  ) -> ExportFacts {
    let isOnTerminal = session.terminal.isOutputTerminal && directory == nil && (output ?? "-") == "-"
    return ExportFacts(
      account: mailbox.account, user: mailbox.user, at: session.now(), freshness: freshness, period: period,
      hasFiles: attachments, columns: isOnTerminal ? min(session.terminal.columns, 100) : 80,
      isOnTerminal: isOnTerminal,
      fields: session.fields, isSafe: session.options.safeText, hasHeader: session.options.header)
  }

  private func files(
    _ session: Session, _ mailbox: Mailbox, _ scanner: FileScanner?, _ format: OutputFormat,
    _ destination: ExportDestination
  ) throws(CareTeamError) -> ExportedFiles? {
    guard attachments else { return nil }
    var beside: TargetFolder?
    if case .folder(let folder) = destination, !format.embedsFiles {
      beside = try folder.subfolder(ExportedFiles.folderName)
    }
    return ExportedFiles(session: session, mailbox: mailbox, scanner: scanner, folder: beside)
  }
}
