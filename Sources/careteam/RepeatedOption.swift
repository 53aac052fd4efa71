import CareTeamCore

/// An option that takes one value and was given twice, of which the parser would keep the last and say nothing.
struct RepeatedOption {
  /// Options of commands that take a value and may be given several times.
  private static let repeatable: Set<String> = ["-a", "--attach", "--to"]

  /// The option as it was given the second time.
  let name: String

  /// Looks for one among a command's own words; nil when there is none.
  ///
  /// - Parameter single: the names of each option that is not to be repeated.
  init?(in words: [String], of single: [[String]]) {
    let valued = CommandLineWords.valued.union(Self.repeatable).union(single.joined())
    var seen: Set<[String]> = []
    var index = words.startIndex
    while index < words.endIndex, words[index] != "--" {
      let word = words[index]
      index += valued.contains(word) ? 2 : 1
      guard let names = single.first(where: { $0.contains { Self.is(word, $0) } }) else { continue }
      guard seen.insert(names).inserted else {
        name = names.first { Self.is(word, $0) } ?? word
        return
      }
    }
    return nil
  }

  /// Whether a word is an option: `--name`, `--name=value`, `-n` or `-nvalue`.
  private static func `is`(_ word: String, _ name: String) -> Bool {
    word == name || (name.hasPrefix("--") ? word.hasPrefix(name + "=") : word.hasPrefix(name))
  }
}
