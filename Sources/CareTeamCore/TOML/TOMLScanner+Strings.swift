extension TOMLScanner {
  /// Takes a string in double quotes, on one line.
  mutating func takeBasicString() throws(TOMLError) -> String {
    advance()
    var text: [UInt8] = []
    while let next, next != 0x0A {
      advance()
      switch next {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try takeEscape().utf8
      default: text.append(next)
      }
    }
    throw fault("a text is not closed; end it with \"")
  }

  /// Takes a string in single quotes, on one line, in which nothing is escaped.
  mutating func takeLiteralString() throws(TOMLError) -> String {
    advance()
    let text = take { $0 != UInt8(ascii: "'") && $0 != 0x0A }
    guard skip("'") else { throw fault("a text is not closed; end it with '") }
    return text
  }

  /// Takes the rest of a string in three double quotes each.
  mutating func takeLongBasicString() throws(TOMLError) -> String {
    let start = line
    var text: [UInt8] = []
    skipFirstLineEnd()
    while let next {
      if skip("\"\"\"") { return closed(text, by: UInt8(ascii: "\"")) }
      advance()
      if next == UInt8(ascii: "\\") {
        if !skipLineContinuation() { text += try takeEscape().utf8 }
      } else {
        text.append(next)
      }
    }
    throw TOMLError(line: start, message: "a text is not closed; end it with \"\"\"")
  }

  /// Takes the rest of a string in three single quotes each.
  mutating func takeLongLiteralString() throws(TOMLError) -> String {
    let start = line
    var text: [UInt8] = []
    skipFirstLineEnd()
    while let next {
      if skip("'''") { return closed(text, by: UInt8(ascii: "'")) }
      advance()
      text.append(next)
    }
    throw TOMLError(line: start, message: "a text is not closed; end it with '''")
  }

  /// Up to two more quotes belong to the text.
  private mutating func closed(_ text: [UInt8], by quote: UInt8) -> String {
    var text = text
    for _ in 0..<2 where next == quote {
      advance()
      text.append(quote)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func skipFirstLineEnd() {
    _ = skip("\r")
    if next == 0x0A { advance() }
  }

  /// Passes a backslash's line end and all white space behind it.
  private mutating func skipLineContinuation() -> Bool {
    var ahead = self
    ahead.skipBlanks()
    _ = ahead.skip("\r")
    guard ahead.next == 0x0A else { return false }
    while let next = ahead.next, [0x20, 0x09, 0x0A, 0x0D].contains(next) { ahead.advance() }
    self = ahead
    return true
  }

  private mutating func takeEscape() throws(TOMLError) -> String {
    guard let next, next != 0x0A else { throw fault("a text is not closed; end it with \"") }
    advance()
    switch next {
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "u"): return try takeScalar(digits: 4)
    case UInt8(ascii: "U"): return try takeScalar(digits: 8)
    default: throw fault("an unknown escape; write \\\\ for a backslash, or put the text into single quotes")
    }
  }

  private mutating func takeScalar(digits: Int) throws(TOMLError) -> String {
    var left = digits
    let text = take { byte in
      left -= 1
      return left >= 0 && isHexDigit(byte)
    }
    guard text.utf8.count == digits, let value = UInt32(text, radix: 16), let scalar = Unicode.Scalar(value) else {
      throw fault("an escape of a character needs \(digits) digits of its number")
    }
    return String(scalar)
  }
}

private func isHexDigit(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
    UInt8(ascii: "A")...UInt8(ascii: "F"):
    true
  default: false
  }
}
