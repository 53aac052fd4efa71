/// Keys from the bytes of a terminal (ECMA-48, and what xterm made of it).
///
/// An ESC may be a key or begin a sequence: only the time that passes tells, which is the caller's to measure.
struct KeyReader: Sendable {
  /// A sequence longer than this is none.
  private static let longestSequence = 64
  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  private var pending: [UInt8] = []
  private var isPasting = false
  private var followsControlX = false

  /// Whether bytes wait for more that make them a key; what is being pasted waits for its end, however long that takes.
  var isWaiting: Bool { !pending.isEmpty && !isPasting }

  /// The keys of some bytes, and of those that waited.
  mutating func take(_ bytes: [UInt8]) -> [Key] {
    pending += bytes
    var keys: [Key] = []
    var place = 0
    while place < pending.count, let (key, length) = isPasting ? paste(at: place) : key(at: place) {
      place += length
      if let key = arranged(key) { Self.append(key, to: &keys) }
    }
    pending.removeFirst(place)
    return keys
  }

  /// The keys of the bytes that waited and were followed by nothing.
  mutating func flush() -> [Key] {
    guard isWaiting else { return [] }
    let isText = pending[0] >= 0x80
    pending = []
    return [isText ? .text("\u{FFFD}") : .other]
  }

  /// Characters that came together are one text.
  private static func append(_ key: Key, to keys: inout [Key]) {
    if key == .text("") { return }
    if case .text(let more) = key, case .text(let text) = keys.last {
      keys[keys.count - 1] = .text(text + more)
    } else {
      keys.append(key)
    }
  }

  /// Takes Ctrl-X and what follows it together; nil for the first of the two.
  private mutating func arranged(_ key: Key?) -> Key? {
    guard let key else {
      followsControlX = true
      return nil
    }
    defer { followsControlX = false }
    return followsControlX && key == .end ? .edit : key
  }

  /// The key at a place with its length, nil where more bytes are needed; the key is nil for Ctrl-X.
  private mutating func key(at place: Int) -> (Key?, Int)? {
    switch pending[place] {
    case 0x1B: escape(at: place)
    case 0x18: (nil, 1)
    case 0..<0x20, 0x7F: (Self.control(pending[place]), 1)
    default: text(at: place)
    }
  }

  private static func control(_ byte: UInt8) -> Key {
    switch byte {
    case 0x01: .home
    case 0x02: .left
    case 0x03: .interrupt
    case 0x04: .endOfInput
    case 0x05: .end
    case 0x06: .right
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x0B: .killToEnd
    case 0x0C: .redraw
    case 0x0E: .next
    case 0x10: .previous
    case 0x15: .killToStart
    case 0x17: .killWord
    case 0x19: .yank
    case 0x1A: .suspend
    default: .other
    }
  }

  private func text(at place: Int) -> (Key?, Int)? {
    let first = pending[place]
    let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    let bytes = pending[place..<min(place + length, pending.count)]
    let isWhole = bytes.dropFirst().allSatisfy { (0x80..<0xC0).contains($0) } && first < 0xF8
    guard first < 0x80 || (first >= 0xC0 && isWhole) else { return (.text("\u{FFFD}"), 1) }
    guard bytes.count == length else { return nil }
    let text = String(validating: bytes, as: UTF8.self) ?? "\u{FFFD}"
    // U+0080 to U+009F are controls, which no key types.
    return (text.unicodeScalars.allSatisfy { (0x80..<0xA0).contains($0.value) } ? .other : .text(text), length)
  }

  private mutating func escape(at place: Int) -> (Key?, Int)? {
    guard place + 1 < pending.count else { return nil }
    switch pending[place + 1] {
    case UInt8(ascii: "["): return sequence(at: place)
    case UInt8(ascii: "O"):
      guard place + 2 < pending.count else { return nil }
      return (Self.cursorKey(pending[place + 2], isModified: false), 3)
    case UInt8(ascii: "b"): return (.wordLeft, 2)
    case UInt8(ascii: "f"): return (.wordRight, 2)
    case UInt8(ascii: "d"): return (.killNextWord, 2)
    case 0x08, 0x7F: return (.killWord, 2)
    case 0x0A, 0x0D: return (.newLine, 2)
    case 0x1B: return (.other, 1)
    case 0x80...: return (.other, 1)
    default: return (.other, 2)
    }
  }

  /// A control sequence: CSI, parameters, a final byte (ECMA-48 5.4).
  private mutating func sequence(at place: Int) -> (Key?, Int)? {
    var end = place + 2
    while end < pending.count, (0x20..<0x40).contains(pending[end]) { end += 1 }
    guard end - place < Self.longestSequence else { return (.other, end - place) }
    guard end < pending.count else { return nil }
    let length = end - place + 1
    let parameters = String(decoding: pending[(place + 2)..<end], as: UTF8.self)
    switch (pending[end], parameters) {
    case (UInt8(ascii: "~"), "200"):
      isPasting = true
      return (.text(""), length)
    case (UInt8(ascii: "~"), "1"), (UInt8(ascii: "~"), "7"): return (.home, length)
    case (UInt8(ascii: "~"), "4"), (UInt8(ascii: "~"), "8"): return (.end, length)
    case (UInt8(ascii: "~"), "3"): return (.delete, length)
    // Enter with a key held, from terminals that can tell.
    case (UInt8(ascii: "u"), "13;2"), (UInt8(ascii: "u"), "13;3"): return (.newLine, length)
    case (UInt8(ascii: "~"), "27;2;13"), (UInt8(ascii: "~"), "27;3;13"): return (.newLine, length)
    case (let final, _): return (Self.cursorKey(final, isModified: parameters.contains(";")), length)
    }
  }

  private static func cursorKey(_ final: UInt8, isModified: Bool) -> Key {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): isModified ? .wordRight : .right
    case UInt8(ascii: "D"): isModified ? .wordLeft : .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "M"): isModified ? .other : .enter
    default: .other
    }
  }

  private mutating func paste(at place: Int) -> (Key?, Int)? {
    guard let end = pending[place...].firstRange(of: Self.pasteEnd) else { return nil }
    isPasting = false
    let text = String(decoding: pending[place..<end.lowerBound], as: UTF8.self)
    return (.paste(Self.cleaned(text)), end.upperBound - place)
  }

  /// Pasted text with line ends as they are in texts, and without control characters.
  private static func cleaned(_ text: String) -> String {
    let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    let kept = lines.unicodeScalars.filter { scalar in
      scalar == "\n" || scalar == "\t" || scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)
    }
    return String(String.UnicodeScalarView(kept))
  }
}
