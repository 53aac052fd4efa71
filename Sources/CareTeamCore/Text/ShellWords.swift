/// One string split into words by the shell's quoting rules (POSIX XCU 2.2), with nothing expanded and nothing run.
package enum ShellWords {
  /// The words, in order; `|`, `;`, `$` and the like are ordinary characters.
  package static func split(_ text: String) throws(ShellWordsError) -> [String] {
    var reader = ShellWordsReader(scalars: Array(text.unicodeScalars))
    return try reader.words()
  }

  /// The first word, nil where there is none, and the text behind it as it is.
  package static func first(of text: String) throws(ShellWordsError) -> (word: String?, rest: String) {
    var reader = ShellWordsReader(scalars: Array(text.unicodeScalars))
    let word = try reader.nextWord()
    return (word, reader.rest)
  }

  /// A word written so that it is split off as it is.
  package static func escaped(_ word: String) -> String {
    String(word.flatMap { " \t\n'\"\\".contains($0) ? ["\\", $0] : [$0] })
  }
}

/// Why a string cannot be split into words.
package enum ShellWordsError: Error, Sendable, Hashable {
  /// A quotation mark, `'` or `"`, that is never closed.
  case openQuote(Character)
  /// A backslash that ends the string.
  case trailingBackslash

  /// What failed, then what to do.
  package var message: String {
    switch self {
    case .openQuote(let mark): "a \(mark) in the command is never closed; close it, or put a backslash before it"
    case .trailingBackslash: "the command ends in a backslash; remove it, or write two"
    }
  }
}

private struct ShellWordsReader {
  let scalars: [Unicode.Scalar]
  private var index = 0
  private var word: String.UnicodeScalarView?

  init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  mutating func words() throws(ShellWordsError) -> [String] {
    var words: [String] = []
    while let word = try nextWord() { words.append(word) }
    return words
  }

  mutating func nextWord() throws(ShellWordsError) -> String? {
    word = nil
    while let scalar = next() {
      switch scalar {
      case " ", "\t", "\n": if let word { return String(word) }
      case "'": try single()
      case "\"": try double()
      case "\\":
        guard let escaped = next() else { throw .trailingBackslash }
        if escaped != "\n" { add(escaped) }
      default: add(scalar)
      }
    }
    return word.map { String($0) }
  }

  /// What is not read yet, without the blanks before it.
  var rest: String {
    String(String.UnicodeScalarView(scalars[index...].drop { " \t\n".unicodeScalars.contains($0) }))
  }

  private mutating func single() throws(ShellWordsError) {
    word = word ?? .init()
    while let scalar = next() {
      if scalar == "'" { return }
      add(scalar)
    }
    throw .openQuote("'")
  }

  private mutating func double() throws(ShellWordsError) {
    word = word ?? .init()
    while let scalar = next() {
      if scalar == "\"" { return }
      guard scalar == "\\" else {
        add(scalar)
        continue
      }
      guard let escaped = next() else { break }
      if !"$`\"\\\n".unicodeScalars.contains(escaped) { add("\\") }
      if escaped != "\n" { add(escaped) }
    }
    throw .openQuote("\"")
  }

  private mutating func add(_ scalar: Unicode.Scalar) {
    var current = word ?? .init()
    word = nil
    current.append(scalar)
    word = current
  }

  private mutating func next() -> Unicode.Scalar? {
    guard index < scalars.count else { return nil }
    defer { index += 1 }
    return scalars[index]
  }
}
