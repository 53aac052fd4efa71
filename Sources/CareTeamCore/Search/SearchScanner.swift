/// Takes a typed query apart into its signs and words.
struct SearchScanner {
  /// A piece of a query.
  struct Token: Equatable {
    enum Kind: Equatable {
      case open, close, and, or, not
      case word(String)
      case condition(name: String, value: String)
    }

    var kind: Kind
    /// The character at which it begins, from 1.
    var position: Int
    /// Whether its text stood in quotes.
    var isQuoted = false
  }

  private let characters: [Character]
  private var index = 0

  init(_ text: String) { characters = Array(text) }

  /// The next piece; nil at the end.
  mutating func next() throws(SearchMistake) -> Token? {
    while index < characters.count, characters[index].isWhitespace { index += 1 }
    guard index < characters.count else { return nil }
    let position = index + 1
    switch characters[index] {
    case "(":
      index += 1
      return Token(kind: .open, position: position)
    case ")":
      index += 1
      return Token(kind: .close, position: position)
    case "-" where index + 1 < characters.count && !characters[index + 1].isWhitespace:
      index += 1
      return Token(kind: .not, position: position)
    case "\"", "“", "”", "„": return Token(kind: .word(try quoted()), position: position, isQuoted: true)
    default: return try word(at: position)
    }
  }

  private mutating func word(at position: Int) throws(SearchMistake) -> Token {
    let text = plain(upTo: ":")
    if let name = conditionName(text) {
      index += 1
      if index < characters.count, "\"“”„".contains(characters[index]) {
        return Token(kind: .condition(name: name, value: try quoted()), position: position, isQuoted: true)
      }
      return Token(kind: .condition(name: name, value: plain()), position: position)
    }
    let whole = text + plain()
    switch whole {
    case "AND": return Token(kind: .and, position: position)
    case "OR": return Token(kind: .or, position: position)
    case "NOT": return Token(kind: .not, position: position)
    default: return Token(kind: .word(whole), position: position)
    }
  }

  /// A name of letters before a colon; the colon of ‘10:30’ and of an address on the web is one of the text.
  private func conditionName(_ text: String) -> String? {
    guard index < characters.count, characters[index] == ":", !text.isEmpty,
      text.utf8.allSatisfy({ (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) })
    else { return nil }
    let isAddress = index + 2 < characters.count && characters[index + 1] == "/" && characters[index + 2] == "/"
    return isAddress ? nil : text
  }

  /// The characters up to the next white space, parenthesis or quote, and before the first of another one.
  private mutating func plain(upTo stop: Character? = nil) -> String {
    let start = index
    while index < characters.count {
      let character = characters[index]
      if character.isWhitespace || character == stop || "()\"".contains(character) { break }
      index += 1
    }
    return String(characters[start..<index])
  }

  private mutating func quoted() throws(SearchMistake) -> String {
    let opening = index
    index += 1
    while index < characters.count, !"\"“”".contains(characters[index]) { index += 1 }
    guard index < characters.count else {
      throw SearchMistake("there is no second quote for this one", at: opening + 1)
    }
    index += 1
    return String(characters[opening + 1..<index - 1])
  }
}
