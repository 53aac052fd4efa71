import Glibc

/// A bearer token: 256 random bits, in hex.
struct Token {
  /// What is sent.
  var text: String

  /// A new one from the system's generator.
  static func random() -> Token {
    var generator = SystemRandomNumberGenerator()
    let words = (0..<4).map { _ in generator.next() }
    let digits = words.map { word in
      let hex = String(word, radix: 16)
      return String(repeating: "0", count: 16 - hex.utf8.count) + hex
    }
    return Token(text: digits.joined())
  }
}
