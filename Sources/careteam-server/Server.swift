import ArgumentParser
import CareTeamCore
import Glibc

/// `careteam serve`: the FHIR server of careteam, in an executable of its own so that the client starts without it.
struct Server: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "careteam serve",
    abstract: "Run a FHIR R4 messaging server on this machine",
    discussion: """
      Serves http://127.0.0.1:PORT/fhir until it is ended with SIGTERM or Ctrl-C. With --demo it is a sample clinic to \
      try careteam on, where a nurse answers by herself. Without it there are no users until you make some with \
      'careteam serve user add'.
      """,
    subcommands: [User.self, ClientCommand.self, Audit.self])

  @OptionGroup var data: DataOption

  @Flag(help: "Fill an empty folder with a sample clinic, or serve one that was filled before.")
  var demo = false

  @Option(help: ArgumentHelp("Listen on this port; 0 takes any free one.", valueName: "port"))
  var port = 8080

  @Option(help: ArgumentHelp("Listen on this address of this machine.", valueName: "addr"))
  var host = "127.0.0.1"

  @OptionGroup var tls: TLSOptions

  @Option(
    help: ArgumentHelp(
      "Write the URL, the demo's token files and the process id here as JSON, once connections are accepted.",
      valueName: "file"))
  var readyFile: String?

  @Option(help: ArgumentHelp("How long the demo's nurse waits before she answers.", valueName: "seconds"))
  var answerAfter = 3.0

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print what the server does, without names and message text.")
  var verbose = false

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port is a number from 0 to 65535.") }
    guard (0...86_400).contains(answerAfter) else {
      throw ValidationError("--answer-after is a number of seconds from 0 to 86400.")
    }
    guard !(quiet && verbose) else { throw ValidationError("--quiet and --verbose exclude each other.") }
  }

  func run() async throws {
    try await reportingErrors {
      signal(SIGPIPE, SIG_IGN)
      try await Serving(command: self).run()
    }
  }
}

/// Runs a command's body; an error becomes one line on standard error, or an object for scripts, and its exit status.
func reportingErrors(_ body: () async throws -> Void) async throws {
  do { try await body() } catch let error as ServeError {
    StandardError.report(CareTeamError(error.code, error.message), to: CommandLine.arguments)
    throw ExitCode(error.code.exitStatus)
  }
}
