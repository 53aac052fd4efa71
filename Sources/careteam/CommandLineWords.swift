import ArgumentParser

/// The words of a command line, as far as they say which command is meant.
///
/// The parser is given that one command instead of the tree of all of them: looking at each would cost it a millisecond,
/// and the whole of `careteam list` takes ten.
struct CommandLineWords {
  /// Options of every command that take a value, which may stand before the command.
  static let valued: Set<String> = [
    "-A", "--account", "--format", "--fields", "--schema", "--color", "--timeout", "--lock-wait", "--cacert",
    "--config",
  ]

  /// Options whose value is the next word, whatever it looks like: a text may begin with a hyphen.
  private static let takingAnything: Set<String> = [
    "-m", "--message", "-F", "--file", "-a", "--attach", "-o", "--output", "-d", "--directory", "-s", "--subject",
    "--to",
    "--with", "--exec", "--scan-cmd",
  ]

  private let arguments: [String]
  /// Where the first word stands that is neither an option nor an option's value.
  private let place: Int?

  /// The words after the program's name.
  init(_ arguments: [String]) {
    self.arguments = arguments
    place = Self.firstWord(of: arguments[...])
  }

  private static func firstWord(of arguments: ArraySlice<String>) -> Int? {
    var skipsNext = false
    return arguments.firstIndex { word in
      if skipsNext {
        skipsNext = false
        return false
      }
      if word.hasPrefix("-") { skipsNext = valued.contains(word) }
      return !word.hasPrefix("-")
    }
  }

  /// The words in the forms in which each means what it says: `--name=` has an empty value, and does not take the next
  /// word for it, as the parser would; `--json` is a format like any other, of which the last one counts.
  static func spelledOut(_ arguments: some Sequence<String>) -> [String] {
    var words: [String] = []
    var isValue = false
    var isOver = false
    for word in arguments {
      if isOver || isValue {
        words.append(word)
        isValue = false
      } else if word.hasPrefix("--"), word.firstIndex(of: "=") == word.indices.last {
        words += [String(word.dropLast()), ""]
      } else if word == "--json" {
        words += ["--format", "json"]
      } else {
        words.append(word)
        isValue = takingAnything.contains(word)
        isOver = word == "--"
      }
    }
    return words
  }

  /// This process's.
  static var process: CommandLineWords { CommandLineWords(Array(CommandLine.arguments.dropFirst())) }

  /// The word in the command's place.
  var command: String? { place.map { arguments[$0] } }

  /// The word in the place of a command's own subcommand.
  var subcommand: String? {
    place.flatMap { Self.firstWord(of: arguments[($0 + 1)...]) }.map { arguments[$0] }
  }

  /// The command that is named, with the words that are its own: options before its name come before all others, so that
  /// the later of two counts.
  var named: (type: any ParsableCommand.Type, arguments: [String])? {
    guard let place, arguments.first != "---completion", let type = Self.type(named: arguments[place]) else {
      return nil
    }
    let leading = arguments[..<place]
    guard !leading.contains(where: { $0 == "-h" || $0 == "--help" || $0 == "--version" }) else { return nil }
    let own = arguments[(place + 1)...]
    guard type != Serve.self else {
      // The server's options go with its commands.
      let end = own.firstIndex { $0.hasPrefix("-") } ?? own.endIndex
      return (type, Array(own[..<end] + leading + own[end...]))
    }
    var whole = Self.spelledOut(leading + own)
    if !type.configuration.subcommands.isEmpty, let second = Self.firstWord(of: whole[...]) {
      whole.insert(whole.remove(at: second), at: 0)
    }
    return (type, type == Search.self ? Search.arranged(whole) : whole)
  }

  /// The commands that the whole tree has to hold: the one whose arguments are to be completed, or all.
  func narrowed(_ groups: [CommandGroup]) -> [CommandGroup] {
    guard arguments.first == "---completion", let command, let type = Self.type(named: command) else { return groups }
    return [CommandGroup(name: "Commands", subcommands: [type])]
  }

  private static func type(named name: String) -> (any ParsableCommand.Type)? {
    for group in Careteam.groups {
      if let type = group.subcommands.first(where: { $0.configuration.commandName == name }) { return type }
    }
    return nil
  }
}
