/// Passes over a configuration's text as far as must be known before TOML's parser may see it: which characters are outside
/// of strings and comments.
struct ConfigurationScanner {
  private var rest: Substring.UnicodeScalarView
  private(set) var line = 1

  init(_ text: String) { rest = Substring(text).unicodeScalars }

  /// Finds the next value that begins as a date or a time does; careteam has no such value, and the parser stops the
  /// program at some that are none.
  mutating func passToDate() -> Bool {
    var last: Unicode.Scalar = "\n"
    while let next = rest.first {
      switch next {
      case "\"", "'": passString(next)
      case "#": while let next = rest.first, next != "\n" { pass(next) }
      case "0"..."9" where "=,[".unicodeScalars.contains(last): if isDate(passWord()) { return true }
      case _ where Self.isWord(next): _ = passWord()
      default: pass(next)
      }
      if !" \t\r\n".unicodeScalars.contains(next) { last = next }
    }
    return false
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
