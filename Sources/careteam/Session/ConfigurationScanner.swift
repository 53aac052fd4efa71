/// Passes over a configuration's text as far as must be known before TOML's parser may see it: which characters are outside
/// of strings and comments.
struct ConfigurationScanner {
  private var rest: Substring.UnicodeScalarView
  private(set) var line = 1

  init(_ text: String) { rest = Substring(text).unicodeScalars }

  /// Finds what the parser would stop the program at: some of what begins as a date or a time does, of which careteam has
  /// none, and a brace where a value must be.
  ///
  /// - Returns: what is wrong with it; nil when there is nothing.
  mutating func passToFault() -> String? {
    var last: Unicode.Scalar = "\n"
    while let next = rest.first {
      switch next {
      case "\"", "'": passString(next)
      case "#": while let next = rest.first, next != "\n" { pass(next) }
      case "0"..."9" where "=,[".unicodeScalars.contains(last):
        if isDate(passWord()) { return "no key takes a date or a time; put it into quotes" }
      case "}" where "=,[".unicodeScalars.contains(last): return "a value is missing before ‘}’"
      case _ where Self.isWord(next): _ = passWord()
      default: pass(next)
      }
      if !" \t\r\n".unicodeScalars.contains(next) { last = next }
    }
    return nil
  }

  private mutating func pass(_ scalar: Unicode.Scalar) {
    if scalar == "\n" { line += 1 }
    rest.removeFirst()
  }

  private mutating func passString(_ quote: Unicode.Scalar) {
    let isLong = rest.prefix(3).count == 3 && rest.prefix(3).allSatisfy { $0 == quote }
    rest.removeFirst(isLong ? 3 : 1)
    while let next = rest.first {
      pass(next)
      if next == "\\", quote == "\"", let escaped = rest.first { pass(escaped) }
      if next == "\n", !isLong { return }
      guard next == quote else { continue }
      if !isLong { return }
      if rest.prefix(2).count == 2, rest.prefix(2).allSatisfy({ $0 == quote }) {
        rest.removeFirst(2)
        return
      }
    }
  }

  private mutating func passWord() -> Substring.UnicodeScalarView {
    let word = rest.prefix(while: Self.isWord)
    rest.removeFirst(word.count)
    return word
  }

  private func isDate(_ word: Substring.UnicodeScalarView) -> Bool {
    let digits = word.prefix { ("0"..."9").contains($0) }
    return word.dropFirst(digits.count).first.map { "-:".unicodeScalars.contains($0) } ?? false
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-+_.:".unicodeScalars.contains(scalar)
  }
}
