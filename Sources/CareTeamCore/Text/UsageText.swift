/// What a parser of command lines says of a mistake, as careteam says it: one sentence, and a line that shows the usage.
package struct UsageText: Sendable, Equatable {
  /// What is wrong, on one line, with all the values that would be right.
  package let sentence: String
  /// The line of the usage; nil where the parser shows none.
  package let usage: String?

  /// Reads swift-argument-parser's message, which may go on with a value a line, and the longer text with the usage.
  package init(message: String, full: String) {
    let lines = message.split(separator: "\n").map(String.init)
    let values = lines.dropFirst().filter { $0.hasPrefix(Self.bullet) }.map { $0.dropFirst(Self.bullet.count) }
    let first = lines.first ?? "wrong usage"
    sentence = first.hasSuffix(":") && !values.isEmpty ? "\(first) \(values.joined(separator: ", "))" : first
    let shown = full.split(separator: "\n").first { $0.uppercased().hasPrefix(Self.mark) }
    usage = shown.map { "Usage:" + $0.dropFirst(Self.mark.count) }
  }

  private static let bullet = "  - "
  private static let mark = "USAGE:"
}

/// What the words of a command line ask for, which must be known even when they cannot be parsed.
package struct AskedFormat: Sendable {
  /// Whether failures are said as JSON.
  package let isJSON: Bool

  /// Looks for the last option that says so, up to `--`.
  package init(_ words: some Sequence<String>) {
    var format: String?
    var isNext = false
    for word in words.prefix(while: { $0 != "--" }) {
      if isNext { format = word }
      isNext = word == "--format"
      if word == "--json" { format = "json" }
      if word.hasPrefix("--format=") { format = String(word.dropFirst("--format=".count)) }
    }
    isJSON = ["json", "ndjson"].contains(format)
  }
}
