/// Takes a text apart into words, in one pass over its bytes.
struct WordScanner {
  private(set) var words: [SearchWord] = []
  private var folded: [UInt8] = []
  private var start = 0
  private var isNumber = false

  init(byteCount: Int) {
    words.reserveCapacity(byteCount / 5)
    folded.reserveCapacity(64)
  }

  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        if !takeMark(byte, in: bytes, at: index) { take(ascii: byte, at: index) }
        index += 1
      } else {
        let (scalar, length) = Self.scalar(in: bytes, at: index)
        take(scalar, at: index, length)
        index += length
      }
    }
    endWord(at: bytes.count)
  }

  /// Takes the sign within a number.
  private mutating func takeMark(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    guard byte == 0x2E || byte == 0x2C, isNumber, !folded.isEmpty, index + 1 < bytes.count,
      (0x30...0x39).contains(bytes[index + 1])
    else { return false }
    folded.append(0x2E)
    return true
  }

  private mutating func take(ascii byte: UInt8, at index: Int) {
    switch byte {
    case 0x61...0x7A: add(byte, isDigit: false, at: index)
    case 0x41...0x5A: add(byte | 0x20, isDigit: false, at: index)
    case 0x30...0x39: add(byte, isDigit: true, at: index)
    default: endWord(at: index)
    }
  }

  private mutating func add(_ byte: UInt8, isDigit: Bool, at index: Int) {
    if !folded.isEmpty, isNumber != isDigit { endWord(at: index) }
    if folded.isEmpty {
      start = index
      isNumber = isDigit
    }
    folded.append(byte)
  }

  private mutating func take(_ scalar: Unicode.Scalar, at index: Int, _ length: Int) {
    switch WordFolding(scalar) {
    case .separator: endWord(at: index)
    case .nothing: break
    case .ascii(let byte): take(ascii: byte, at: index)
    case .letters(let scalars): addLetters(scalars, at: index)
    case .character(let scalar):
      endWord(at: index)
      addCharacter(scalar, at: index, length)
    }
  }

  private mutating func addLetters(_ scalars: String.UnicodeScalarView, at index: Int) {
    for scalar in scalars {
      for byte in UTF8.encode(scalar) ?? .init() { add(byte, isDigit: false, at: index) }
    }
  }

  /// A character is a word, but for what belongs to the one before: a vowel of Hangul, a sign of voice.
  private mutating func addCharacter(_ scalar: Unicode.Scalar, at index: Int, _ length: Int) {
    if let last = words.last, last.isCharacter, last.end == index, let before = last.text.unicodeScalars.first,
      let whole = ComposedCharacter.compose(before, scalar)
    {
      words[words.count - 1].text = String(whole)
      words[words.count - 1].end = index + length
      return
    }
    words.append(SearchWord(text: String(scalar), isCharacter: true, start: index, end: index + length))
  }

  private mutating func endWord(at index: Int) {
    guard !folded.isEmpty else { return }
    let text = String(decoding: folded, as: UTF8.self)
    words.append(SearchWord(text: text, isCharacter: false, start: start, end: index))
    folded.removeAll(keepingCapacity: true)
  }

  /// The scalar that begins at a place of valid UTF-8, which a String's always is, and its length.
  private static func scalar(
    in bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (Unicode.Scalar, Int) {
    let first = UInt32(bytes[index])
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = first & (0x7F >> UInt32(length))
    for next in index + 1..<min(index + length, bytes.count) { value = value << 6 | UInt32(bytes[next] & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }
}
