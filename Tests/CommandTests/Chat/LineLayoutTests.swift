import CareTeamCore
import Testing

@testable import careteam

@Suite struct LineLayoutTests {
  private func layout(_ text: String, at cursor: Int? = nil, columns: Int = 21, height: Int = 10) -> LineLayout {
    LineLayout(
      prompt: "c1> ", text: Array(text), cursor: cursor ?? text.count, columns: columns, height: height)
  }

  @Test func `a line stands behind its prompt, and goes on in the next row where it is full`() {
    let short = layout("abc")
    #expect(short.rows == ["c1> abc"] && short.cursorRow == 0 && short.cursorColumn == 7)
    let full = layout("0123456789abcdef")
    #expect(full.rows == ["c1> 0123456789abcdef"] && full.cursorColumn == 20)
    let long = layout("0123456789abcdefg", at: 16)
    #expect(long.rows == ["c1> 0123456789abcdef", "g"] && long.cursorRow == 1 && long.cursorColumn == 0)
    #expect(layout("x", at: 0).cursorColumn == 4)
  }

  @Test func `wide characters are not cut, and the cursor is counted in cells`() {
    let wide = layout("日本語日本語日本語", at: 8)
    #expect(wide.rows == ["c1> 日本語日本語日本", "語"])
    #expect(wide.cursorRow == 1 && wide.cursorColumn == 0)
    #expect(layout("a日本語日本語日本", at: 8).rows == ["c1> a日本語日本語日", "本"])
    #expect(layout("日e\u{301}", at: 1).cursorColumn == 6)
  }

  @Test func `rows of a text stand below each other`() {
    let rows = layout("one\n\ntwo", at: 4)
    #expect(rows.rows == ["c1> one", "    ", "    two"])
    #expect(rows.cursorRow == 1 && rows.cursorColumn == 4)
    #expect(layout("one\n").cursorRow == 1)
    #expect(layout("a\r\nb\u{2028}c\rd").rows == ["c1> a", "    b", "    cd"])
  }

  @Test func `what would act on the terminal is shown`() {
    let hostile = layout("a\u{1B}[2J\u{202E}\t\u{9B}x", columns: 60)
    #expect(hostile.rows == ["c1> a␛[2J<U+202E> <U+009B>x"])
    #expect(hostile.cursorColumn == DisplayWidth.cells(of: hostile.rows[0]))
  }

  @Test func `of more rows than the terminal has, those around the cursor are kept`() {
    let text = (1...9).map(String.init).joined(separator: "\n")
    let end = layout(text, height: 3)
    #expect(end.rows == ["    7", "    8", "    9"] && end.cursorRow == 2)
    let start = layout(text, at: 0, height: 3)
    #expect(start.rows == ["c1> 1", "    2", "    3"] && start.cursorRow == 0)
    #expect(layout(text, height: 0).rows == ["    9"])
  }

  @Test(arguments: 1...12) func `no terminal is too narrow`(columns: Int) {
    for cursor in [0, 3, 5] {
      let narrow = layout("ab日\nc", at: cursor, columns: columns)
      #expect(narrow.rows.count == narrow.widths.count && narrow.rows.indices.contains(narrow.cursorRow))
      for width in narrow.widths { #expect(width <= max(4, columns - 1)) }
    }
  }
}

@Suite struct PromptLineTests {
  private func layout(_ text: String, at cursor: Int? = nil, columns: Int = 21) -> LineLayout {
    LineLayout(prompt: "> ", text: Array(text), cursor: cursor ?? text.count, columns: columns, height: 9)
  }

  @Test func `a line is drawn, drawn again in its place, and taken away`() {
    var line = PromptLine()
    #expect(line.erase(columns: 21) == "")
    #expect(line.draw(layout("ab"), columns: 21) == "> ab\r\u{1B}[4C")
    #expect(line.draw(layout("a\nb\nc", at: 2), columns: 21) == "\r\u{1B}[J> a\r\n  b\r\n  c\u{1B}[1A\r\u{1B}[2C")
    #expect(line.erase(columns: 21) == "\r\u{1B}[1A\u{1B}[J")
    #expect(line.erase(columns: 21) == "")
  }

  @Test func `a terminal that became narrower has broken the rows above the cursor`() {
    var line = PromptLine()
    _ = line.draw(layout("0123456789abcdefgh\nx"), columns: 21)
    #expect(line.erase(columns: 10) == "\r\u{1B}[2A\u{1B}[J")
    _ = line.draw(layout("0123456789abcdef"), columns: 21)
    #expect(line.erase(columns: 10) == "\r\u{1B}[1A\u{1B}[J")
  }

  @Test func `what was drawn can be forgotten`() {
    var line = PromptLine()
    _ = line.draw(layout("a"), columns: 21)
    line.forget()
    #expect(line.draw(layout("a", at: 0), columns: 21) == "> a\r\u{1B}[2C")
  }
}
