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
    // ‘careteam help X’ is about the commands of careteam.
    self.type = CommandLineWords(arguments).command == "help" ? Careteam.self : type
    self.arguments = arguments
  }

  /// Says it, and gives the exit status: 0 for help, 64 for mistakes.
  func report() -> Int32 {
    // The parser knows --version before a command only, and no command takes it for something else.
    if arguments.prefix(while: { $0 != "--" }).contains("--version") { return say(Version.text) }
    guard type.exitCode(for: error) != .success || asksAboutNoCommand else { return say(type.message(for: error)) }
    if let name = unknownCommand {
      let nearest = Suggestion.nearest(to: name, among: commands).map { "; did you mean ‘\($0)’?" } ?? ""
      let message = "there is no command ‘\(name)’\(nearest) (‘careteam \(self.name)--help’ lists them)"
      FailureFormat(arguments).report(CareTeamError(.usage, message))
      return 64
    }
    let text = UsageText(message: type.message(for: error), full: type.fullMessage(for: error))
    let usage = text.usage.map { SafeText.render($0, .cell) + "\n" } ?? ""
    FailureFormat(arguments).report(
      CareTeamError(.usage, text.sentence), usage: usage + "See ‘careteam \(name)--help’.\n")
    return 64
  }

  private func say(_ text: String) -> Int32 {
    guard (try? StandardStreams.output(text.isEmpty ? "" : text + "\n")) != nil else { return 74 }
    return 0
  }

  private var name: String { type.configuration.commandName.flatMap { type is Careteam.Type ? nil : $0 + " " } ?? "" }

  /// Whether it is ‘careteam help’ of a command that there is not.
  private var asksAboutNoCommand: Bool {
    let words = CommandLineWords(arguments)
    guard type is Careteam.Type, words.command == "help", let wanted = words.subcommand else { return false }
    return !commands.contains(wanted)
  }

  /// The names of the commands among which one was to be chosen.
  private var commands: [String] {
    type is Careteam.Type
      ? Careteam.groups.flatMap(\.subcommands).compactMap { $0.configuration.commandName } + ["help"]
      : type.configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// The word in the command's place, when it names none.
  private var unknownCommand: String? {
    let words = CommandLineWords(arguments)
    let word = type is Careteam.Type && !asksAboutNoCommand ? words.command : words.subcommand
    return word.flatMap { commands.isEmpty || commands.contains($0) ? nil : $0 }
  }
}
