import ArgumentParser
import CareTeamCore
import Glibc

/// Where the server's process begins. Mistakes on its command line are said as careteam says those on its own.
@main enum Main {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      var command = try Server.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      exit(report(error, arguments))
    }
  }

  /// Says what the parser has to say: help that was asked for, or a mistake; of another error all has been said.
  private static func report(_ error: any Error, _ arguments: [String]) -> Int32 {
    let status = Server.exitCode(for: error)
    let message = Server.message(for: error)
    guard status == .validationFailure else {
      if !message.isEmpty { print(message) }
      return status.rawValue
    }
    let words = CommandWords(arguments)
    if let unknown = words.unknown {
      let nearest = Suggestion.nearest(to: unknown, among: words.commands).map { "; did you mean ‘\($0)’?" } ?? ""
      let sentence = "there is no command ‘\(unknown)’\(nearest) (‘\(words.path) --help’ lists them)"
      StandardError.report(CareTeamError(.usage, sentence), to: arguments)
      return status.rawValue
    }
    let text = UsageText(message: message, full: Server.fullMessage(for: error))
    let usage = (text.usage.map { "\n\($0)" } ?? "") + "\nSee ‘\(words.path) --help’."
    StandardError.report(CareTeamError(.usage, text.sentence), to: arguments, usage: usage)
    return status.rawValue
  }
}
