import Testing

@testable import careteam

@Suite struct KeyReaderTests {
  private func keys(_ text: String) -> [Key] {
    var reader = KeyReader()
    return reader.take(Array(text.utf8))
  }

  @Test(
    arguments: [
      ("a", [.text("a")]), ("né日🙂", [.text("né日🙂")]), ("a\rb", [.text("a"), .enter, .text("b")]),
      ("\n", [.enter]), ("\t", [.tab]), ("\u{7F}\u{08}", [.backspace, .backspace]),
      ("\u{01}\u{05}\u{02}\u{06}", [.home, .end, .left, .right]),
      ("\u{0B}\u{15}\u{17}\u{19}", [.killToEnd, .killToStart, .killWord, .yank]),
      ("\u{03}\u{04}\u{0C}\u{1A}\u{10}\u{0E}", [.interrupt, .endOfInput, .redraw, .suspend, .previous, .next]),
      ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", [.up, .down, .right, .left]),
      ("\u{1B}OA\u{1B}OH\u{1B}OF", [.up, .home, .end]), ("\u{1B}[H\u{1B}[F", [.home, .end]),
      ("\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~\u{1B}[3~", [.home, .end, .home, .end, .delete]),
      ("\u{1B}[1;5C\u{1B}[1;3D\u{1B}b\u{1B}f\u{1B}d", [.wordRight, .wordLeft, .wordLeft, .wordRight, .killNextWord]),
      ("\u{1B}\r\u{1B}\n", [.newLine, .newLine]), ("\u{1B}[13;3u\u{1B}[27;2;13~", [.newLine, .newLine]),
      ("\u{1B}\u{7F}", [.killWord]), ("\u{18}\u{05}", [.edit]), ("\u{18}a\u{05}", [.text("a"), .end]),
      ("\u{1B}[99;99Z\u{1B}[I", [.other, .other]), ("\0\u{1C}", [.other, .other]), ("\u{1B}q", [.other]),
      ("\u{9B}31m", [.other, .text("31m")]),
      ("\u{1B}[200~one\rtwo\r\nthree\u{1B}[201~!", [.paste("one\ntwo\nthree"), .text("!")]),
      ("\u{1B}[200~a\u{1B}[2J\0\u{9B}\tb\u{1B}[201~", [.paste("a[2J\tb")]),
      ("\u{1B}[200~\u{1B}[201~", [.paste("")]),
    ] as [(String, [Key])])
  func `bytes are keys`(text: String, keys: [Key]) {
    #expect(self.keys(text) == keys)
  }

  @Test func `a key is the same however its bytes come`() {
    let text = "é日\u{1B}[1;5Ca\u{1B}[200~x\ry\u{1B}[201~\u{18}\u{05}\u{1B}OA"
    var reader = KeyReader()
    var single: [Key] = []
    for byte in Array(text.utf8) { single += reader.take([byte]) }
    let whole: [Key] = [.text("é日"), .wordRight, .text("a"), .paste("x\ny"), .edit, .up]
    #expect(keys(text) == whole)
    #expect(single == [.text("é"), .text("日")] + whole.dropFirst())
    #expect(!reader.isWaiting)
  }

  @Test func `what waits is a key when nothing follows, and what is pasted waits on`() {
    for (text, flushed) in [("\u{1B}", [.other]), ("\u{1B}[1;", [.other]), ("", [])] as [(String, [Key])] {
      var reader = KeyReader()
      #expect(reader.take(Array(text.utf8)) == [])
      #expect(reader.isWaiting == !text.isEmpty)
      #expect(reader.flush() == flushed)
      #expect(reader.take(Array("a".utf8)) == [.text("a")])
    }
    var reader = KeyReader()
    #expect(reader.take([0xE6, 0x97]) == [] && reader.isWaiting)
    #expect(reader.flush() == [.text("\u{FFFD}")])
    #expect(reader.take(Array("\u{1B}[200~half\r".utf8)) == [])
    #expect(!reader.isWaiting && reader.flush() == [])
    #expect(reader.take(Array(" whole\u{1B}[201~".utf8)) == [.paste("half\n whole")])
  }

  @Test func `bytes that are no text are told by a mark, and none is waited for without end`() {
    var reader = KeyReader()
    #expect(reader.take([0xFF, 0x80, 0xC3, 0x28, 0x61]) == [.text("\u{FFFD}\u{FFFD}\u{FFFD}(a")])
    #expect(reader.take([0xED, 0xA0, 0x80]) == [.text("\u{FFFD}")])
    let long = Array("\u{1B}[".utf8) + [UInt8](repeating: 0x31, count: 200)
    #expect(reader.take(long).first == .other)
    #expect(!reader.isWaiting)
  }
}
