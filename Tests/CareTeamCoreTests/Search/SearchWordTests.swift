import CareTeamCore
import Testing

struct SearchWordTests {
  private func words(_ text: String) -> [String] { SearchWord.words(of: text).map(\.text) }

  @Test(arguments: [
    ("Take 5mg, twice a day.", ["take", "5", "mg", "twice", "a", "day"]),
    ("B12 B-12 HbA1c", ["b", "12", "b", "12", "hba", "1", "c"]),
    ("7.5 mg, 7,5 mg; 7. Then 1,000", ["7.5", "mg", "7.5", "mg", "7", "then", "1.000"]),
    ("co-trimoxazole 120/80 2026-11-23 10:30", ["co", "trimoxazole", "120", "80", "2026", "11", "23", "10", "30"]),
    ("lab_report.pdf don’t O'Brien", ["lab", "report", "pdf", "don", "t", "o", "brien"]),
    ("Zoë MÜLLER, Größe, Łódź, Ærø, cœur, İstanbul", ["zoe", "muller", "grosse", "lodz", "aero", "coeur", "istanbul"]),
    ("e\u{301}te\u{301} été", ["ete", "ete"]),
    ("ΟΔΥΣΣΕΎΣ Οδυσσεύς", ["οδυσσευσ", "οδυσσευσ"]), ("Ёж йод", ["еж", "иод"]),
    ("شُكْرًا شكرا", ["شكرا", "شكرا"]), ("٥ مg", ["5", "مg"]), ("हिन्दी में", ["हिन्दी", "में"]),
    ("血圧の薬", ["血", "圧", "の", "薬"]), ("５ｍｇ ﾒﾄﾎﾙﾐﾝ ﾊﾟﾊﾞ", ["5", "mg", "メ", "ト", "ホ", "ル", "ミ", "ン", "パ", "バ"]),
    ("か\u{3099} は\u{309A} 한국", ["が", "ぱ", "한", "국"]), ("\u{1112}\u{1161}\u{11AB}", ["한"]),
    ("met\u{200B}for\u{AD}min 🙏🏽 — ", ["metformin"]), ("", []), ("&&& 💊", []),
  ])
  func `a text is taken apart by the rule`(text: String, expected: [String]) { #expect(words(text) == expected) }

  @Test func `each word knows its place in the text`() {
    for text in ["Grüße, 7.5 mg an Zoë.", "血圧は128/80です", "a\u{200B}b  ７．５", "\u{1112}\u{1161}\u{11AB}국"] {
      let utf8 = Array(text.utf8)
      for word in SearchWord.words(of: text) {
        let piece = String(decoding: utf8[word.start..<word.end], as: UTF8.self)
        #expect(SearchWord.folded(piece) == word.text, "\(piece)")
      }
    }
  }

  @Test func `neighbours among characters are one term, a lone one stands for itself`() {
    #expect(SearchWord.terms(of: SearchWord.words(of: "血圧は128")) == ["血圧", "圧は", "は", "128"])
    #expect(SearchWord.terms(of: SearchWord.words(of: "one two one")) == ["one", "two"])
  }

  @Test func `hostile text ends`() {
    let marks = String(repeating: "\u{301}", count: 100_000)
    #expect(words("a" + marks) == ["a"])
    #expect(words(String(repeating: "1.", count: 50_000) + "2").count == 1)
    for value in stride(from: UInt32(0), to: 0x11_0000, by: 7) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      #expect(words("a\(String(scalar))b").count <= 3)
    }
  }
}
