/// Text in the header of a mail: nothing in it can end a line, and what is not ASCII is encoded (RFC 2047).
package enum HeaderText {
  /// The longest line (RFC 5322 §2.1.1), and the longest encoded word (RFC 2047 §2).
  private static let lineLength = 78
  private static let wordLength = 75

  /// An unstructured field such as Subject, folded into lines.
  package static func field(_ name: String, _ text: String) -> String {
    let safe = SafeText.render(text, .cell)
    let words = safe.split(separator: " ").map(String.init)
    guard words.allSatisfy({ isPlain($0) && $0.utf8.count < 60 }) else {
      return fold(name, encodedWords(safe, after: name.utf8.count + 2))
    }
    return fold(name, words)
  }

  /// A field of addresses.
  package static func field(_ name: String, _ addresses: [MailAddress]) -> String {
    var words: [String] = []
    for (index, address) in addresses.enumerated() {
      if let display = address.name { words += phrase(display) }
      let mark = index == addresses.count - 1 ? "" : ","
      words.append((address.name == nil ? address.address : "<\(address.address)>") + mark)
    }
    return fold(name, words)
  }

  /// A display name: as it is, in quotes, or encoded.
  private static func phrase(_ text: String) -> [String] {
    let safe = SafeText.render(text, .cell)
    guard isPlain(safe), safe.utf8.count < 60 else { return encodedWords(safe, after: 6) }
    let isAtoms = safe.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x20
        || $0 == 0x2D
    }
    if isAtoms { return [safe] }
    let escaped = safe.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return ["\"\(String(escaped))\""]
  }

  /// ASCII that cannot be taken for an encoded word.
  private static func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.isASCII } && !text.contains("=?")
  }

  /// Encoded words in base64, each of whole characters, the first short enough for the name that stands before it.
  private static func encodedWords(_ text: String, after used: Int) -> [String] {
    var words: [String] = []
    var piece: [UInt8] = []
    func finish() {
      words.append("=?UTF-8?B?\(Base64.encode(piece))?=")
      piece = []
    }
    for character in text {
      let bytes = Array(String(character).utf8)
      let room = (min(wordLength, lineLength - (words.isEmpty ? used : 1)) - 12) / 4 * 3
      if !piece.isEmpty, piece.count + bytes.count > room { finish() }
      piece += bytes
    }
    if !piece.isEmpty || words.isEmpty { finish() }
    return words
  }

  private static func fold(_ name: String, _ words: [String]) -> String {
    var lines: [String] = []
    var line = "\(name):"
    for word in words {
      if line.utf8.count + 1 + word.utf8.count > lineLength, line != "\(name):" {
        lines.append(line)
        line = ""
      }
      line += " " + word
    }
    return (lines + [line]).joined(separator: "\r\n")
  }
}
