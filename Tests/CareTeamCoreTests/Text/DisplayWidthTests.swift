import CareTeamCore
import CareTeamTestSupport
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("ｱ", 1),
    ("Ａ", 2),
    ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("🇩", 1), ("1\u{FE0F}\u{20E3}", 2), ("❤", 1), ("❤\u{FE0F}", 2), ("👍🏽", 2),
    ("🏳\u{FE0F}\u{200D}🌈", 2),
    ("नि", 2), ("ก็", 1), ("مرحبا", 5), ("שלום", 4), ("\u{200B}", 0), ("\u{FEFF}", 0), ("①", 1), ("…", 1), ("க்", 1),
    ("🀄", 2),
    ("\u{1B}", 0), ("\r\n", 0), ("12", 2), ("©", 1),
  ])
  func `text has the width a terminal gives it`(text: String, cells: Int) {
    #expect(DisplayWidth.cells(of: text) == cells)
  }

  @Test func `cutting and padding meet the cell exactly`() {
    var random = HostileText.Generator(seed: 7)
    for _ in 0..<300 {
      let text = SafeText.render(random.text(), .cell)
      for width in [0, 1, 2, 7, 20] {
        let cut = text.truncated(toCells: width)
        #expect(DisplayWidth.cells(of: cut) <= width)
        #expect(DisplayWidth.cells(of: cut.padded(toCells: width)) == width)
      }
    }
  }

  @Test func `a wide character is not cut in two`() {
    #expect("日本語".truncated(toCells: 4) == "日…")
    #expect("日本語".truncated(toCells: 6) == "日本語")
    #expect("abc".truncated(toCells: 0) == "")
    #expect("7".padded(toCells: 3, alignRight: true) == "  7")
  }

  @Test func `lines are wrapped at words, beside wide characters, and in long words`() {
    #expect("the quick brown fox".wrapped(toCells: 10) == ["the quick", "brown fox"])
    #expect("日本語です".wrapped(toCells: 4) == ["日本", "語で", "す"])
    #expect("abcdefghij k".wrapped(toCells: 4) == ["abcd", "efgh", "ij k"])
    #expect("a\n\nb".wrapped(toCells: 10) == ["a", "", "b"])
    #expect("".wrapped(toCells: 10) == [""])
    #expect("  indented text".wrapped(toCells: 12) == ["  indented", "text"])
  }

  @Test func `wrapping keeps every character and the width`() {
    var random = HostileText.Generator(seed: 11)
    for _ in 0..<200 {
      let text = SafeText.render(random.text(), .body)
      let lines = text.wrapped(toCells: 13)
      #expect(lines.allSatisfy { DisplayWidth.cells(of: $0) <= 13 })
      let kept = lines.joined().unicodeScalars.filter { $0 != " " }
      #expect(Array(kept) == text.unicodeScalars.filter { $0 != " " && $0 != "\n" })
    }
  }
}
