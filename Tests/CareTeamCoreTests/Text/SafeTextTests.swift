import CareTeamCore
import CareTeamTestSupport
import Testing

@Suite struct SafeTextTests {
  private func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
    return !isControl && !scalar.properties.isBidiControl && !(0xE0000...0xE007F).contains(scalar.value)
      && scalar.value != 0x2028 && scalar.value != 0x2029
  }

  @Test(arguments: HostileText.corpus) func `no control leaves in either style`(text: String) {
    #expect(SafeText.render(text, .cell).unicodeScalars.allSatisfy(isHarmless))
    #expect(SafeText.render(text, .body).unicodeScalars.allSatisfy { $0 == "\n" || isHarmless($0) })
  }

  @Test func `no scalar of Unicode leaves as a control`() {
    for row in UInt32(0)...0x10FF {
      var text = ""
      for scalar in (row << 8...row << 8 | 0xFF).compactMap(Unicode.Scalar.init) {
        text.unicodeScalars.append(scalar)
        text += "a"
      }
      if !SafeText.render(text, .cell).unicodeScalars.allSatisfy(isHarmless) { Issue.record("a cell, row \(row)") }
      let body = SafeText.render(text, .body).unicodeScalars
      if !body.allSatisfy({ $0 == "\n" || isHarmless($0) }) { Issue.record("a body, row \(row)") }
    }
  }

  @Test(arguments: HostileText.corpus) func `rendering twice changes nothing more`(text: String) {
    for style in [SafeText.Style.cell, .body] {
      let once = SafeText.render(text, style)
      #expect(SafeText.render(once, style).unicodeScalars.elementsEqual(once.unicodeScalars))
    }
  }

  @Test(arguments: [
    ("\u{1B}[31m", "␛[31m", "␛[31m"), ("\u{9B}2J", "<U+009B>2J", "<U+009B>2J"), ("a\r\nb\tc", "a b c", "a\nb c"),
    ("a\n\nb", "a b", "a\n\nb"), ("x\u{7F}", "x␡", "x␡"), ("a\u{202E}b", "ab", "a<U+202E>b"),
    ("a\u{E0041}b", "ab", "a<U+E0041>b"), ("a\u{200B}b", "ab", "ab"), ("می\u{200C}خواهم", "میخواهم", "می\u{200C}خواهم"),
    ("👨‍👩‍👧", "👨👩👧", "👨‍👩‍👧"), ("❤\u{FE0F}", "❤", "❤\u{FE0F}"), ("naïve 日本", "naïve 日本", "naïve 日本"),
    ("a\u{2028}b", "a b", "a\nb"), ("\u{301}a", "◌\u{301}a", "◌\u{301}a"), ("a\rb", "ab", "ab"),
    ("1\u{FE0F}\u{20E3}👍🏽", "1👍", "1\u{FE0F}\u{20E3}👍🏽"), ("\u{20DD}a", "a", "◌\u{20DD}a"),
    ("\u{34F}\u{301}a", "◌\u{301}a", "◌\u{301}a"), ("b\n\u{20DD}", "b ", "b\n◌\u{20DD}"),
  ])
  func `controls are shown, or removed where they are invisible`(text: String, cell: String, body: String) {
    #expect(Array(SafeText.render(text, .cell).unicodeScalars) == Array(cell.unicodeScalars))
    #expect(Array(SafeText.render(text, .body).unicodeScalars) == Array(body.unicodeScalars))
  }

  @Test(arguments: ["", "\r", "\u{200B}", "\u{AD}"])
  func `what is left out does not make room for more marks`(piece: String) {
    let marks = String(repeating: "\u{301}", count: 5)
    for style in [SafeText.Style.cell, .body] {
      let once = SafeText.render("e" + marks + piece + marks, style)
      #expect(once.unicodeScalars.filter { $0 == "\u{301}" }.count == SafeText.mostMarks)
      #expect(SafeText.render(once, style) == once)
    }
  }

  @Test func `a cell has an end, however much is in it`() {
    for piece in ["a", "\u{200B}", "\u{301}", "日", "\u{1B}", "👨‍👩‍👧"] {
      let cell = SafeText.render(String(repeating: piece, count: 100_000), .cell)
      #expect(cell.unicodeScalars.count <= SafeText.longestCell)
      #expect(SafeText.render(cell, .cell) == cell)
    }
    let line = String(repeating: "a", count: SafeText.longestCell)
    #expect(SafeText.render(line, .cell) == line)
    #expect(SafeText.render(line + "b", .cell).hasSuffix("a…"))
  }

  @Test func `JSON for a terminal keeps its shape, and of a text its lines`() throws {
    let json = try JSON(
      parsing: #"{"text":"a\nb\u001b[2J","from":{"name":"x\ny\u202ez"},"n":1,"l":["\u009b"],"e":null}"#)
    let safe = try JSON(parsing: #"{"text":"a\nb␛[2J","from":{"name":"x yz"},"n":1,"l":["<U+009B>"],"e":null}"#)
    #expect(json.safe == safe)
  }

  @Test func `a mark behind one that is left out has a letter to stand on, too`() {
    let cell = SafeText.render("\u{488}\u{335}{", .cell)
    #expect(cell.unicodeScalars.elementsEqual("\u{25CC}\u{335}{".unicodeScalars))
    #expect(SafeText.render(cell, .cell).unicodeScalars.elementsEqual(cell.unicodeScalars))
  }

  @Test func `a stack of marks is cut at eight`() {
    let stacked = "a" + String(repeating: "\u{301}", count: 500) + "b"
    #expect(SafeText.render(stacked, .body).unicodeScalars.count == 10)
    let hidden = "a" + String(repeating: "\u{200D}\u{301}", count: 500)
    #expect(SafeText.render(hidden, .cell).unicodeScalars.count <= 9)
  }
}
