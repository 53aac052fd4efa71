import CareTeamCore
import Testing

@testable import careteam

/// Whatever a terminal sends, the line stays whole and the screen is only written within.
@Suite struct AnyKeysTests {
  @Test(arguments: 1...40) func `no bytes upset the line`(seed: Int) {
    var bytes = SeededBytes(seed: UInt64(seed))
    var reader = KeyReader()
    var editor = LineEditor()
    var line = PromptLine()
    for _ in 0..<60 {
      for key in reader.take(bytes.next()) { _ = editor.take(key) }
      let columns = 1 + Int(bytes.number(below: 60))
      #expect((0...editor.characters.count).contains(editor.cursor))
      let layout = LineLayout(
        prompt: "c12> ", text: editor.characters, cursor: editor.cursor, columns: columns, height: 5)
      #expect(layout.rows.indices.contains(layout.cursorRow) && layout.rows.count <= 5)
      for row in layout.rows { #expect(!row.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }) }
      let drawn = line.draw(layout, columns: columns)
      #expect(drawn.matches(of: /\x1B(?!\[[0-9]*[ABCJ])/).isEmpty)
    }
    _ = reader.flush()
    #expect(!reader.isWaiting)
  }
}

/// Pieces of what terminals send, and of what they do not, in an order of its own for each seed.
private struct SeededBytes {
  private var state: UInt64

  private static let pieces: [String] = [
    "\u{1B}", "\u{1B}[", "\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}[H", "\u{1B}[F", "\u{1B}[200~",
    "\u{1B}[201~",
    "\r", "\n", "\t", "\\", "a", "word ", "日本", "e\u{301}", "👩‍⚕️", "\u{202E}", "\u{7F}", "\u{17}", "\u{15}", "\u{19}",
    "\u{03}", "\u{04}", "\u{10}", "\u{0E}", "\u{1B}\r", "\u{1B}b", "\u{1B}d", "\u{9B}", "\u{2028}", ";", "~",
    "\u{18}\u{05}",
  ]

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func number(below limit: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state % limit
  }

  mutating func next() -> [UInt8] {
    (0..<(1 + number(below: 6))).flatMap { _ -> [UInt8] in
      let choice = number(below: UInt64(Self.pieces.count + 4))
      guard choice < UInt64(Self.pieces.count) else { return [UInt8(truncatingIfNeeded: number(below: 256))] }
      return Array(Self.pieces[Int(choice)].utf8)
    }
  }
}
