import ArgumentParser

/// The words of a command line that name the server's commands.
struct CommandWords {
  /// Options that take a value, which may stand before a command's name.
  private static let valued: Set<String> = [
    "--data", "--port", "--host", "--ready-file", "--answer-after", "--tls-cert", "--tls-key", "--public-url",
  ]

  /// The command that is meant as far as it is known, as it is typed.
  private(set) var path = "careteam serve"
  /// The names of which the next word was to be one.
  private(set) var commands: [String]
  /// The word that is none of them; nil when there is no such word.
  private(set) var unknown: String?

  /// The words after the program's name.
  init(_ arguments: [String]) {
    var type: any ParsableCommand.Type = Server.self
    commands = Self.names(type)
    var index = arguments.startIndex
    while index < arguments.endIndex, arguments[index] != "--", !commands.isEmpty {
      let word = arguments[index]
      index += Self.valued.contains(word) ? 2 : 1
      guard !word.hasPrefix("-") else { continue }
      guard let next = type.configuration.subcommands.first(where: { $0.configuration.commandName == word }) else {
        unknown = word
        return
      }
      path += " " + word
      type = next
      commands = Self.names(type)
    }
  }

  private static func names(_ type: any ParsableCommand.Type) -> [String] {
    type.configuration.subcommands.compactMap { $0.configuration.commandName }
  }
}
