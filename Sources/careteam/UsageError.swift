import ArgumentParser
import CareTeamCore

/// What the argument parser has to say: help that was asked for, or a mistake.
struct UsageError {
  private let error: any Error
  private let type: any ParsableCommand.Type
  private let arguments: [String]

  /// What the parser said of a command's arguments.
  init(_ error: any Error, of type: any ParsableCommand.Type, arguments: [String]) {
    self.error = error
    self.type = type
    self.arguments = arguments
  }

  /// Says it, and gives the exit status: 0 for help, 64 for mistakes.
  func report() -> Int32 {
    let status = type.exitCode(for: error)
    guard status != .success else {
      let text = type.message(for: error)
      guard (try? StandardStreams.output(text.isEmpty ? "" : text + "\n")) != nil else { return 74 }
      return 0
    }
    if let name = unknownCommand {
      let nearest = Suggestion.nearest(to: name, among: commands).map { "; did you mean ‘\($0)’?" } ?? ""
      let message = "there is no command ‘\(name)’\(nearest) (‘careteam \(self.name)--help’ lists them)"
      FailureFormat(arguments).report(CareTeamError(.usage, message))
      return 64
    }
    let message = type.message(for: error)
    FailureFormat(arguments).report(
      CareTeamError(.usage, message.split(separator: "\n").first.map(String.init) ?? "wrong usage"), usage: usage)
    return 64
  }

  /// The line that shows the usage, and the one that says where to read more.
  private var usage: String {
    type.fullMessage(for: error).split(separator: "\n").filter { $0.uppercased().hasPrefix("USAGE:") }
      .map { "\(SafeText.render(String($0), .cell))\n" }.joined() + "See ‘careteam \(name)--help’.\n"
  }

  private var name: String { type.configuration.commandName.flatMap { type is Careteam.Type ? nil : $0 + " " } ?? "" }

  /// The names of the commands among which one was to be chosen.
  private var commands: [String] {
    type is Careteam.Type
      ? Careteam.groups.flatMap(\.subcommands).compactMap { $0.configuration.commandName } + ["help"]
      : type.configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// The word in the command's place, when it names none.
  private var unknownCommand: String? {
    let words = CommandLineWords(arguments)
    let word = type is Careteam.Type ? words.command : words.subcommand
    return word.flatMap { commands.isEmpty || commands.contains($0) ? nil : $0 }
  }
}
