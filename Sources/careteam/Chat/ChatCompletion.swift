import CareTeamCore

/// What Tab makes of a line: a longer one, or the words it may become.
struct ChatCompletion: Equatable {
  /// The line with what is certain added; nil where nothing is.
  var text: String?
  /// The words that would fit, where several do.
  var candidates: [String] = []

  /// Completes a line at its end.
  ///
  /// - Parameters:
  ///   - files: the paths that begin with a text; folders end in a slash.
  ///   - messages: the handles that ‘/save’ takes.
  init(_ line: String, files: (String) -> [String], messages: [String]) {
    guard line.hasPrefix("/"), !line.hasPrefix("//"), !line.contains("\n") else { return }
    guard let blank = line.firstIndex(of: " ") else {
      completeName(line)
      return
    }
    let begun = line[line.index(after: blank)...].drop { $0 == " " }
    let head = String(line[..<begun.startIndex])
    switch line[..<blank] {
    case "/attach":
      guard let (word, rest) = try? ShellWords.first(of: String(begun)), rest.isEmpty, begun.last != " " else { return }
      choose(files(word ?? ""), of: word ?? "", before: head) { path in
        ShellWords.escaped(path) + (path.hasSuffix("/") ? "" : " ")
      }
    case "/save":
      guard !begun.contains(" ") else { return }
      choose(messages.filter { $0.hasPrefix(begun) }, of: String(begun), before: head) { $0 + " " }
    default: return
    }
  }

  private mutating func completeName(_ line: String) {
    let commands = ChatEntry.commands.filter { "/\($0.name)".hasPrefix(line) }
    choose(commands.map { "/\($0.name)" }, of: line, before: "") { name in
      commands.contains { "/\($0.name)" == name && $0.operands.isEmpty } ? name : name + " "
    }
  }

  private mutating func choose(
    _ found: [String], of word: String, before head: String, finish: (String) -> String
  ) {
    guard let first = found.first else { return }
    guard found.count > 1 else {
      text = head + finish(first)
      return
    }
    let common = found.dropFirst().reduce(first) { String(zip($0, $1).prefix { $0.0 == $0.1 }.map(\.0)) }
    if common.count > word.count {
      text = head + (head.isEmpty ? common : ShellWords.escaped(common))
    } else {
      candidates = found.prefix(40).map(Self.shortened) + (found.count > 40 ? ["…"] : [])
    }
  }

  /// The last part of a path.
  private static func shortened(_ path: String) -> String {
    guard !ChatEntry.commands.contains(where: { "/\($0.name)" == path }) else { return path }
    let isFolder = path.hasSuffix("/")
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return isFolder && name != path ? name + "/" : name
  }
}
