import CareTeamCore

/// What a line typed in a chat asks for.
enum ChatEntry: Sendable, Equatable {
  /// Nothing was typed.
  case nothing
  /// A message to send.
  case message(String)
  /// A file to send, with a text.
  case attach(file: String, text: String)
  /// Attachments to save into a folder.
  case save(id: String, folder: String)
  case close
  case open
  case unread
  /// The editor, beginning with a text.
  case edit(String)
  case older
  case help
  case quit
  /// A line that looks like a command and is none: why.
  case mistaken(String)

  /// The commands, in the order in which help has them, with what they do.
  static let commands: [(name: String, operands: String, words: String)] = [
    ("attach", "FILE [TEXT]", "send a file, with a text"),
    ("save", "MSG[.N] [DIR]", "save the files of a message, here or into DIR"),
    ("older", "", "show earlier messages"),
    ("unread", "", "mark the newest received message as not read"),
    ("close", "", "complete the conversation, for everyone in it"),
    ("open", "", "open it again"),
    ("edit", "[TEXT]", "write the text in $VISUAL or $EDITOR"),
    ("help", "", "show this"),
    ("quit", "", "end; so does Ctrl-D"),
  ]

  /// What a line asks for; one that begins with two slashes is a text that begins with one.
  init(_ line: String) {
    let trimmed = line.drop { $0.isWhitespace }
    guard !trimmed.isEmpty else {
      self = .nothing
      return
    }
    guard trimmed.hasPrefix("/"), !trimmed.hasPrefix("//") else {
      self = .message(trimmed.hasPrefix("//") ? String(trimmed.dropFirst()) : line)
      return
    }
    let name = String(trimmed.dropFirst().prefix { !$0.isWhitespace })
    let rest = trimmed.dropFirst(1 + name.count).drop { $0.isWhitespace }
    self = Self.command(name, String(rest))
  }

  private static func command(_ name: String, _ rest: String) -> ChatEntry {
    switch name {
    case "attach": attach(rest)
    case "save": save(rest)
    case "edit": .edit(rest)
    case "close", "open", "unread", "older", "help", "quit":
      rest.isEmpty ? plain(name) : .mistaken("‘/\(name)’ takes nothing after it")
    default: .mistaken(unknown(name))
    }
  }

  private static func plain(_ name: String) -> ChatEntry {
    switch name {
    case "close": .close
    case "open": .open
    case "unread": .unread
    case "older": .older
    case "help": .help
    default: .quit
    }
  }

  private static func unknown(_ name: String) -> String {
    let nearest = Suggestion.nearest(to: name, among: commands.map(\.name)).map { "; did you mean ‘/\($0)’?" } ?? "."
    return
      "there is no command ‘/\(name)’\(nearest) Nothing was sent; ‘/help’ lists them, and ‘//’ begins a text with a "
      + "slash"
  }

  private static func attach(_ rest: String) -> ChatEntry {
    do throws(ShellWordsError) {
      let (file, text) = try ShellWords.first(of: rest)
      guard let file, !file.isEmpty else { return .mistaken("say which file: ‘/attach FILE [TEXT]’") }
      return .attach(file: file, text: text)
    } catch {
      return .mistaken(error.message)
    }
  }

  private static func save(_ rest: String) -> ChatEntry {
    do throws(ShellWordsError) {
      let words = try ShellWords.split(rest)
      guard (1...2).contains(words.count) else {
        return .mistaken("say which message: ‘/save MSG[.N] [DIR]’, such as ‘/save m12.1’")
      }
      return .save(id: words[0], folder: words.count == 2 ? words[1] : ".")
    } catch {
      return .mistaken(error.message)
    }
  }
}
