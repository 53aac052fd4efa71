import CareTeamCore
import Testing

@Suite struct WordsAndTimesTests {
  @Test(arguments: [
    ("a b  c", ["a", "b", "c"]), ("", []), ("  ", []), ("'a b' c", ["a b", "c"]), ("\"a 'b' $x\"", ["a 'b' $x"]),
    ("a\\ b", ["a b"]), ("\"\\\"\\$\\`\\\\\\n\"", ["\"$`\\\\n"]), ("''", [""]), ("a''b", ["ab"]),
    ("a\"b c\"d", ["ab cd"]),
    ("'a\\b'", ["a\\b"]), ("$(rm -rf) | x;y", ["$(rm", "-rf)", "|", "x;y"]), ("a\\\nb", ["ab"]),
    ("日本 \"x y\"", ["日本", "x y"]),
  ])
  func `a string is split as the shell would`(text: String, words: [String]) throws {
    #expect(try ShellWords.split(text) == words)
  }

  @Test func `an open quote is an error`() {
    #expect(throws: ShellWordsError.openQuote("'")) { try ShellWords.split("a 'b") }
    #expect(throws: ShellWordsError.openQuote("\"")) { try ShellWords.split("a \"b\\") }
    #expect(throws: ShellWordsError.trailingBackslash) { try ShellWords.split("a\\") }
  }

  @Test(arguments: [("30s", 30), ("15m", 900), ("24h", 86_400), ("7d", 604_800), ("0s", 0)])
  func `a duration is a number and a unit`(text: String, seconds: Int64) throws {
    #expect(try DurationText(text).seconds == seconds)
  }

  @Test(arguments: [
    ("", DurationError.noUnit("")), ("30", .noUnit("30")), ("5w", .noUnit("5w")), ("s", .noNumber("s")),
    ("-5s", .noNumber("-5s")),
    ("1.5h", .noNumber("1.5h")), ("٣d", .noNumber("٣d")), ("99999999999999999999s", .noNumber("99999999999999999999s")),
    ("9999999d", .tooLong("9999999d")),
  ])
  func `anything else is refused with a reason`(text: String, error: DurationError) {
    #expect(throws: error == .noNumber("99999999999999999999s") ? .tooLong(text) : error) { try DurationText(text) }
  }

  @Test(
    arguments: [
      ("lst", "list"), ("rpely", "reply"), ("staus", "status"), ("LIST", "list"), ("wath", "watch"),
      ("attch", "attach"),
      ("xyzzy", nil), ("", nil), ("q", nil),
    ] as [(String, String?)])
  func `the nearest word is suggested`(word: String, nearest: String?) {
    let commands = ["list", "read", "reply", "new", "attach", "save", "mark", "search", "watch", "sync", "status"]
    #expect(Suggestion.nearest(to: word, among: commands) == nearest)
  }

  @Test(arguments: [
    ("2026-11-23T09:41:00Z", "10:41"), ("2026-11-23T23:30:00Z", "24 Nov"), ("2026-11-22T22:59:59Z", "Sun 23:59"),
    ("2026-11-17T08:00:00Z", "Tue 09:00"), ("2026-11-16T08:00:00Z", "16 Nov"), ("2026-01-02T00:00:00Z", "2 Jan"),
    ("2025-11-12T12:00:00Z", "2025-11-12"), ("2027-01-01T12:00:00Z", "2027-01-01"),
    ("1969-12-31T12:00:00Z", "1969-12-31"),
  ])
  func `a moment is as fine as it is near`(moment: String, text: String) throws {
    let now = try #require(Instant(fhir: "2026-11-23T12:00:00Z"))
    let instant = try #require(Instant(fhir: moment))
    #expect(Age.text(of: instant, now: now, utcOffset: 3600) == text)
    #expect(text.count <= Age.widest)
  }
}
