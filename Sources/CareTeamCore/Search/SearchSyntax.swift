/// Reads a query as it is typed: words, "phrases", conditions `name:value`, `-`, NOT, AND, OR and parentheses.
package struct SearchSyntax {
  /// The conditions and their names.
  package enum Condition: String, Sendable, CaseIterable {
    case from, to, with, subject, text, file, type, status, priority
    case state = "is"
    case has
    case conversation = "in"
    case since, after, before, date
  }

  /// The most words and conditions of a query, and the deepest parentheses.
  private static let longest = 100
  private static let deepest = 50

  private var scanner: SearchScanner
  private var next: SearchScanner.Token?
  private var depth = 0
  private var count = 0
  private let time: SearchTime

  /// Reads a query.
  ///
  /// - Parameters:
  ///   - now: the moment from which ‘7d’ and ‘today’ are seen.
  ///   - local: where a day begins.
  /// - Throws: what is wrong with it, and where.
  package static func read(_ text: String, now: Instant, local: LocalTime) throws(SearchMistake) -> SearchQuery {
    var syntax = SearchSyntax(text, SearchTime(now: now, local: local))
    try syntax.advance()
    let query = try syntax.alternatives()
    if let rest = syntax.next { throw SearchMistake("there is no ‘(’ for this ‘)’", at: rest.position) }
    guard let query else { throw SearchMistake("there is no word to look for", at: 1) }
    return query
  }

  private init(_ text: String, _ time: SearchTime) {
    scanner = SearchScanner(text)
    self.time = time
  }

  private mutating func advance() throws(SearchMistake) { next = try scanner.next() }

  /// Parts with OR between them; nil when nothing of it can be looked for, such as a lone sign.
  private mutating func alternatives() throws(SearchMistake) -> SearchQuery? {
    var parts = try [sequence()]
    while let token = next, token.kind == .or {
      try advance()
      parts.append(try sequence(after: token))
    }
    let queries = parts.compactMap { $0 }
    return queries.count > 1 ? .any(queries) : queries.first
  }

  /// Parts that must all hold.
  private mutating func sequence(after sign: SearchScanner.Token? = nil) throws(SearchMistake) -> SearchQuery? {
    var parts: [SearchQuery] = []
    var sign = sign
    var isEmpty = true
    while let token = next, token.kind != .or, token.kind != .close {
      if token.kind == .and {
        guard !isEmpty, sign == nil else { throw SearchMistake("AND stands between two words", at: token.position) }
        sign = token
        try advance()
        continue
      }
      sign = nil
      isEmpty = false
      if let part = try single() { parts.append(part) }
    }
    if let sign { throw SearchMistake("nothing follows \(sign.kind == .or ? "OR" : "AND")", at: sign.position) }
    if isEmpty, let token = next, token.kind == .or {
      throw SearchMistake("OR stands between two words", at: token.position)
    }
    return parts.count > 1 ? .all(parts) : parts.first
  }

  private mutating func single() throws(SearchMistake) -> SearchQuery? {
    guard let token = next else { return nil }
    try advance()
    switch token.kind {
    case .not:
      guard let following = next, following.kind != .close, following.kind != .or, following.kind != .and else {
        throw SearchMistake("nothing follows NOT", at: token.position)
      }
      return try deeper(token) { (syntax: inout Self) throws(SearchMistake) in try syntax.single() }.map { .not($0) }
    case .open:
      let query = try deeper(token) { (syntax: inout Self) throws(SearchMistake) in try syntax.alternatives() }
      guard let close = next, close.kind == .close else {
        throw SearchMistake("there is no ‘)’ for this ‘(’", at: token.position)
      }
      try advance()
      return query
    case .word(let text): return try words(text, in: .anywhere, token)
    case .condition(let name, let value): return try condition(name, value, token)
    case .close, .and, .or: return nil
    }
  }

  private mutating func deeper(
    _ token: SearchScanner.Token, _ body: (inout Self) throws(SearchMistake) -> SearchQuery?
  ) throws(SearchMistake) -> SearchQuery? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw SearchMistake("the query is nested too deeply", at: token.position) }
    return try body(&self)
  }

  private mutating func note(_ token: SearchScanner.Token) throws(SearchMistake) {
    count += 1
    guard count <= Self.longest else {
      throw SearchMistake("the query has more than \(Self.longest) words", at: token.position)
    }
  }

  private mutating func words(
    _ text: String, in field: SearchField, _ token: SearchScanner.Token
  ) throws(SearchMistake) -> SearchQuery? {
    try note(token)
    if text == "*", field == .anywhere { return .everything }
    let isPrefix = text.hasSuffix("*")
    let words = SearchWord.words(of: text)
    guard let last = words.last else { return nil }
    if !token.isQuoted, text.dropLast().contains("*") {
      throw SearchMistake("‘*’ stands at the end of a word only", at: token.position)
    }
    guard isPrefix, !last.isCharacter else { return .phrase(SearchPhrase(words: words), in: field) }
    guard last.text.unicodeScalars.count > 1 else {
      throw SearchMistake("two letters or more stand before ‘*’", at: token.position)
    }
    return .phrase(SearchPhrase(words: words, isPrefix: true), in: field)
  }

  private mutating func condition(
    _ name: String, _ value: String, _ token: SearchScanner.Token
  ) throws(SearchMistake) -> SearchQuery? {
    try note(token)
    guard let condition = Condition(rawValue: name.lowercased()) else {
      let names = Condition.allCases.map(\.rawValue)
      let nearest = Suggestion.nearest(to: name, among: names).map { "did you mean ‘\($0):’?" }
      let help =
        nearest ?? "there is \(names.joined(separator: ", ")); write \"\(name):\(value)\" to look for these words"
      throw SearchMistake("there is no condition ‘\(name):’; \(help)", at: token.position)
    }
    guard !value.isEmpty else { throw SearchMistake("nothing follows ‘\(name):’", at: token.position) }
    return try condition.query(value, token, time) { (field) throws(SearchMistake) in
      try words(value, in: field, token)
    }
  }
}
