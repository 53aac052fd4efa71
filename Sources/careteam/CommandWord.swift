import ArgumentParser

/// The word of the command line that names the command.
enum CommandWord {
  /// Options of every command that take a value, which may stand before the command.
  private static let valued: Set<String> = [
    "-A", "--account", "--format", "--fields", "--color", "--timeout", "--lock-wait", "--config",
  ]

  /// The first word that is neither an option nor an option's value.
  static func first(in arguments: [String]) -> String? {
    var skipsNext = false
    for word in arguments where word != "---completion" {
      if skipsNext {
        skipsNext = false
      } else if word.hasPrefix("-") {
        skipsNext = valued.contains(word)
      } else {
        return word
      }
    }
    return nil
  }

  /// The commands that the parser has to know for a command line: the one it names, or all of them for help, for
  /// completion scripts and for a word that names none. Looking at each command costs the parser a millisecond.
  static func narrowed(_ groups: [CommandGroup], to arguments: [String]) -> [CommandGroup] {
    guard let word = first(in: arguments) else { return groups }
    for group in groups {
      if let command = group.subcommands.first(where: { $0.configuration.commandName == word }) {
        return [CommandGroup(name: group.name, subcommands: [command])]
      }
    }
    return groups
  }
}
