import ArgumentParser
import CareTeamCore

/// What the argument parser has to say: help that was asked for, or a mistake.
struct UsageError {
  private let error: any Error
  private let arguments: [String]

  init(_ error: any Error, arguments: [String]) {
    self.error = error
    self.arguments = arguments
  }

  /// Says it, and gives the exit status: 0 for help, 64 for mistakes.
  func report() -> Int32 {
    let status = Careteam.exitCode(for: error)
    guard status != .success else {
      let text = Careteam.message(for: error)
      guard (try? StandardStreams.output(text.isEmpty ? "" : text + "\n")) != nil else { return 74 }
      return 0
    }
    if let name = unknownCommand {
      let nearest = Suggestion.nearest(to: name, among: Self.commands).map { "; did you mean ‘\($0)’?" } ?? ""
      let message = "there is no command ‘\(name)’\(nearest) (‘careteam --help’ lists them)"
      FailureFormat(arguments).report(CareTeamError(.usage, message))
      return 64
    }
    let usage = Careteam.fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
    let message = Careteam.message(for: error)
    FailureFormat(arguments).report(
      CareTeamError(.usage, message.split(separator: "\n").first.map(String.init) ?? "wrong usage"),
      usage: usage.isEmpty ? "" : usage.joined(separator: "\n") + "\n")
    return 64
  }

  private static var commands: [String] {
    Careteam.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
  }

  /// The word in the command's place, when it names none.
  private var unknownCommand: String? {
    CommandWord.first(in: arguments).flatMap { Self.commands.contains($0) ? nil : $0 }
  }
}
