import ArgumentParser
import CareTeamCore

/// The command tree.
///
/// How a command runs: `Main` parses the arguments into one of the commands below and gives it a `Session` (options,
/// environment, configuration; it opens the mailbox and the way to the server when they are first needed). The command
/// calls a use case of `Mailbox`, which works on `MailboxStore` (SQLite, one transaction a change), on a `Dialect`
/// (pure: what the server's FHIR means) and through a `Transport` (libcurl). It returns a `Presentation`: a value, which
/// `Output` prints in the format asked for. Nothing calls back up.
///
/// To add a command: one file in `Commands/`, one word here.
struct Careteam: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "careteam",
    abstract: "Secure messaging with your care team, from a shell",
    discussion: """
      careteam keeps a mailbox of your conversations on this machine, works offline, and speaks FHIR R4 to the server.
      For true emergencies call your emergency number: messages here may be read hours later.
      """,
    version: Version.text,
    groupedSubcommands: CommandLineWords.process.narrowed(groups))

  /// Every command, by what it is for.
  static let groups = [
    CommandGroup(
      name: "Reading",
      subcommands: [
        List.self, Read.self, Search.self, Save.self, Export.self, WatchCommand.self, DigestCommand.self, Status.self,
      ]),
    CommandGroup(
      name: "Writing",
      subcommands: [Reply.self, Chat.self, New.self, Attach.self, Mark.self, OutboxCommand.self, DraftCommand.self]),
    CommandGroup(name: "Mailbox", subcommands: [Sync.self, CursorCommand.self, Doctor.self, SchemaCommand.self]),
    CommandGroup(
      name: "Accounts and server", subcommands: [LoginCommand.self, Logout.self, AccountCommand.self, Serve.self]),
  ]

  @OptionGroup(title: "Options of every command")
  var global: GlobalOptions
}

/// A command that runs in a session and returns what is to be printed.
protocol SessionCommand: AsyncParsableCommand {
  /// The options of every command, wherever on the line they were given.
  var global: GlobalOptions { get }

  /// The formats it prints.
  static var formats: [OutputFormat] { get }
  /// The names of each of its options that is not to be given twice.
  static var single: [[String]] { get }
  /// What it prints, with the fields that `--fields` can choose; nil for a command that prints nothing.
  var prints: OutputSchema? { get }

  /// The format it prints in this session.
  func format(in session: Session) -> OutputFormat

  /// Does the work of the command.
  func run(in session: Session) async throws(CareTeamError) -> CommandResult
}

extension SessionCommand {
  static var formats: [OutputFormat] { OutputFormat.general }
  static var single: [[String]] { [] }

  func format(in session: Session) -> OutputFormat { session.format }

  /// Refuses an option that was given twice where one of them would be lost.
  func checkRepetition(in words: [String]) throws(CareTeamError) {
    guard let option = RepeatedOption(in: words, of: Self.single) else { return }
    throw CareTeamError(.usage, "\(option.name) takes one value and was given twice; leave one of them out")
  }

  /// Refuses a format that this command does not print.
  func checkFormat() throws(CareTeamError) {
    guard let format = global.format, !Self.formats.contains(format) else { return }
    let known = Self.formats.map(\.rawValue).joined(separator: ", ")
    throw CareTeamError(
      .usage, "‘\(Self.configuration.commandName ?? "")’ does not print \(format.rawValue); it prints \(known)")
  }
}

/// What a command has to say, and the exit status.
struct CommandResult: Sendable {
  /// What is printed on standard output; nil prints nothing.
  var presentation: Presentation?
  /// The exit status.
  var status: Int32
  /// Failures of single operands, said on standard error; the first gives the status.
  var failures: [CareTeamError]
  /// What is done and stays so, even if it cannot be printed: a sentence.
  var standing: String?
  /// What is done once it was printed, given whether it was shown whole as far as is known; gives a remark about that.
  var afterwards: (@Sendable (_ isShown: Bool) async throws(CareTeamError) -> String?)?

  init(_ presentation: Presentation? = nil, status: Int32 = 0, failures: [CareTeamError] = []) {
    self.presentation = presentation
    self.status = failures.first?.exitStatus ?? status
    self.failures = failures
  }

  /// The failure to print this, with what stands all the same.
  func unprinted(_ error: CareTeamError) -> CareTeamError {
    var error = error
    if let standing { error.message += ". \(standing)" }
    return error
  }
}
