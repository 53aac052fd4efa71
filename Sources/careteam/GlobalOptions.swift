import ArgumentParser
import CareTeamCore

/// The options that every command takes, before the subcommand's name or after it.
struct GlobalOptions: ParsableArguments {
  @Option(
    name: [.customShort("A", allowingJoined: true), .long], help: "Which account's mailbox.",
    completion: .custom(Completion.accounts))
  var account: String?

  @Option(
    help: "How to print: table, records, tsv, json or ndjson; digests and exports have others.",
    completion: .custom(Completion.formats))
  var format: OutputFormat?

  @Flag(name: .customLong("json"), help: "The same as --format json.")
  var isJSON = false

  @Option(help: ArgumentHelp("Only these fields, by their JSON names.", valueName: "a,b"))
  var fields: String?

  @Option(help: ArgumentHelp("The version of the JSON, of which there is 1.", valueName: "version"))
  var schema: Int?

  @Flag(help: "Print JSON and TSV with texts that are harmless on a terminal, and not exact.")
  var safeText = false

  @Option(help: "Colour: auto, always or never.")
  var color: ColorChoice?

  @Flag(help: "Begin TSV with a line of column names.")
  var header = false

  @Flag(help: "Never touch the network.")
  var offline = false

  @Flag(help: "Fail if the server cannot be asked.")
  var refresh = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The time allowed to the network, such as 30s or 5m.", valueName: "duration"),
    transform: DurationArgument.read)
  var timeout: DurationArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long to wait for another process that writes.", valueName: "duration"),
    transform: DurationArgument.read)
  var lockWait: DurationArgument?

  @Flag(help: "Never ask anything, and never start an editor.")
  var noInput = false

  @Flag(name: [.customShort("q"), .long], help: "Say nothing that is not asked for.")
  var quiet = false

  @Flag(name: [.customShort("v"), .long], help: "Say each request: method, path, status and time.")
  var verbose = false

  @Option(
    help: ArgumentHelp("Root certificates, in PEM, to trust beside the system's.", valueName: "file"),
    completion: .file())
  var cacert: String?

  @Option(help: ArgumentHelp("The configuration file.", valueName: "file"), completion: .file())
  var config: String?

  func validate() throws {
    guard !(offline && refresh) else {
      throw ValidationError("--refresh needs the network, and --offline forbids it; leave one of them out.")
    }
  }
}

extension ColorChoice: ExpressibleByArgument {}

/// A duration as it is typed: `30s`, `15m`, `24h`, `7d`.
struct DurationArgument: ExpressibleByArgument, Sendable {
  var seconds: Int64

  init?(argument: String) {
    guard let seconds = try? DurationText(argument).seconds else { return nil }
    self.seconds = seconds
  }

  /// Reads the text of an option, and says what it takes when it is something else.
  @Sendable static func read(_ text: String) throws -> DurationArgument {
    do throws(DurationError) {
      return DurationArgument(seconds: try DurationText(text).seconds)
    } catch {
      throw ValidationError(error.message)
    }
  }

  private init(seconds: Int64) { self.seconds = seconds }

  /// The length of time.
  var duration: Duration { .seconds(seconds) }
}
