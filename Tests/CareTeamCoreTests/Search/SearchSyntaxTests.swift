import CareTeamCore
import Testing

struct SearchSyntaxTests {
  private static let now = Instant(seconds: 1_795_000_000)  // 2026-11-18T10:26:40Z
  private static let local = LocalTime { _ in 3600 }

  private func read(_ text: String) throws(SearchMistake) -> SearchQuery {
    try SearchSyntax.read(text, now: Self.now, local: Self.local)
  }

  private func phrase(_ text: String, _ field: SearchField = .anywhere, isPrefix: Bool = false) -> SearchQuery {
    .phrase(SearchPhrase(words: SearchWord.words(of: text), isPrefix: isPrefix), in: field)
  }

  /// A query as text, so that the corpus can be read: places of words do not matter.
  private func text(_ query: SearchQuery) -> String {
    switch query {
    case .everything: "*"
    case .phrase(let phrase, let field):
      (field == .anywhere ? "" : "\(field.rawValue):") + phrase.words.map(\.text).joined(separator: "+")
        + (phrase.isPrefix ? "*" : "")
    case .person(let name, let role): "\(role.rawValue):\(name)"
    case .condition(let condition): "\(condition)"
    case .not(let query): "-\(text(query))"
    case .all(let queries): "(" + queries.map(text).joined(separator: " ") + ")"
    case .any(let queries): "(" + queries.map(text).joined(separator: " | ") + ")"
    }
  }

  @Test(arguments: [
    ("blood", "blood"), ("blood pressure", "(blood pressure)"), ("\"blood pressure\"", "blood+pressure"),
    ("“blood pressure”", "blood+pressure"), ("a b OR c d", "((a b) | (c d))"), ("a AND b", "(a b)"),
    ("(a OR b) c", "((a | b) c)"), ("-a b", "(-a b)"), ("NOT a", "-a"), ("-\"a b\" c", "(-a+b c)"),
    ("-(a OR b)", "-(a | b)"), ("NOT NOT a", "--a"), ("co-trimoxazole", "co+trimoxazole"), ("10:30", "10+30"),
    ("https://a.example/b", "https+a+example+b"), ("salt & pepper", "(salt pepper)"), ("diabet*", "diabet*"),
    ("\"blood pres*\"", "blood+pres*"), ("血*", "血"), ("*", "*"), ("or and not", "(or and not)"),
    ("from:lee", "from:lee"), ("FROM:\"Dr Lee\"", "from:Dr Lee"), ("-to:me", "-to:me"), ("with:x", "with:x"),
    ("subject:\"a b\"", "subject:a+b"), ("text:a*b", "1"), ("file:scan*", "file:scan*"), ("is:Unread", "unread"),
    ("is:waiting", "waiting"), ("has:attachment", "attachment"), ("in:c12", "conversation(\"c12\")"),
    ("a(b)c", "(a b c)"),
    ("(a", "1"), ("a)", "2"), ("a OR", "3"), ("OR a", "1"), ("a AND", "3"), ("AND a", "1"), ("a NOT", "3"), ("()", "1"),
    ("a \"b", "3"), ("d*", "1"), ("a*b", "1"), ("", "1"), ("&", "1"), ("from:", "1"), ("a form:b", "3"),
    ("is:nonsense", "1"), ("type:pill", "1"), ("status:x", "1"), ("priority:x", "1"), ("has:x", "1"), ("date:x", "1"),
    ("date:2026..2025", "1"), ("date:..", "1"), ("note:x", "1"), ("a AND OR b", "3"), ("(a OR)", "4"),
  ])
  func `a query means what it says, or is refused where it is wrong`(typed: String, expected: String) {
    do throws(SearchMistake) {
      let found = text(try read(typed)).replacing("CareTeamCore.SearchCondition.", with: "")
      #expect(found == expected)
    } catch {
      #expect(expected == String(error.position), "\(error.message)")
    }
  }

  @Test func `a mistake names the nearest, or what there is`() {
    #expect(throws: SearchMistake.self) { try read("form:lee") }
    func message(_ typed: String) -> String {
      do throws(SearchMistake) { return text(try read(typed)) } catch { return error.message }
    }
    #expect(message("form:lee").contains("did you mean ‘from:’"))
    #expect(message("note:x").contains("write \"note:x\" to look for these words"))
    #expect(message("type:medicaton").contains("did you mean ‘medication’"))
    #expect(message("priority:x").contains("routine, urgent, high"))
    #expect(message("a date:soon").hasPrefix("in the query, at character 3: ‘soon’ is no time"))
  }

  @Test(
    arguments: [
      ("since:2026-11-18", 1_794_956_400, nil), ("after:2026-11-18", 1_794_956_400, nil),
      ("before:2026-11-18", nil, 1_794_956_400), ("date:2026-11-18", 1_794_956_400, 1_795_042_800),
      ("date:2026-11", 1_793_487_600, 1_796_079_600), ("date:2026", 1_767_222_000, 1_798_758_000),
      ("since:1d", 1_794_913_600, nil), ("date:today", 1_794_956_400, 1_795_042_800),
      ("date:yesterday", 1_794_870_000, 1_794_956_400), ("date:2026-11-01..2026-11-18", 1_793_487_600, 1_795_042_800),
      ("date:..2026-11-18", nil, 1_795_042_800), ("date:2026-11-18..", 1_794_956_400, nil),
      ("since:2026-11-18T10:00:00Z", 1_794_996_000, nil), ("date:2d..1d", 1_794_827_200, nil),
    ] as [(String, Int64?, Int64?)])
  func `a time is in the days of whoever asks`(typed: String, from: Int64?, until: Int64?) throws {
    let sent = SearchCondition.sent(from: from.map { Instant(seconds: $0) }, until: until.map { Instant(seconds: $0) })
    #expect(try read(typed) == .condition(sent))
  }

  @Test func `a query has an end to its length and depth`() {
    #expect(throws: SearchMistake.self) { try read(String(repeating: "(", count: 100_000) + "a") }
    #expect(throws: SearchMistake.self) { try read(String(repeating: "-", count: 1000) + "a") }
    #expect(throws: SearchMistake.self) { try read(Array(repeating: "a", count: 1000).joined(separator: " ")) }
    #expect(throws: Never.self) { try read(Array(repeating: "a", count: 100).joined(separator: " OR ")) }
  }
}
