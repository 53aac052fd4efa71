extension SearchSyntax.Condition {
  /// What a condition of this value asks.
  ///
  /// - Parameter words: reads the value as words that are looked for in a field.
  func query(
    _ value: String, _ token: SearchScanner.Token, _ time: SearchTime,
    words: (SearchField) throws(SearchMistake) -> SearchQuery?
  ) throws(SearchMistake) -> SearchQuery? {
    switch self {
    case .from: return .person(value, .from)
    case .to: return .person(value, .to)
    case .with: return .person(value, .with)
    case .subject: return try words(.subject)
    case .text: return try words(.text)
    case .file: return try words(.file)
    case .type: return .condition(.type(try word(value, token)))
    case .status: return .condition(.status(try word(value, token)))
    case .priority: return .condition(.priority(try word(value, token)))
    case .state: return .condition(try state(value, token))
    case .has:
      guard value.lowercased() == "attachment" else { throw unknown(value, ["attachment"], token) }
      return .condition(.attachment)
    case .conversation: return .condition(.conversation(value))
    case .since, .after: return .condition(.sent(from: try time.span(value, token).start, until: nil))
    case .before: return .condition(.sent(from: nil, until: try time.span(value, token).start))
    case .date:
      let span = try time.range(value, token)
      return .condition(.sent(from: span.start, until: span.end))
    }
  }

  private func state(_ value: String, _ token: SearchScanner.Token) throws(SearchMistake) -> SearchCondition {
    let states: [(String, SearchCondition)] = [("unread", .unread), ("read", .read), ("waiting", .waiting)]
    guard let state = states.first(where: { $0.0 == value.lowercased() }) else {
      throw unknown(value, states.map(\.0), token)
    }
    return state.1
  }

  private func word<Value: CaseIterable & RawRepresentable<String>>(
    _ value: String, _ token: SearchScanner.Token
  ) throws(SearchMistake) -> Value {
    guard let word = Value(rawValue: value.lowercased()) else {
      throw unknown(value, Value.allCases.map(\.rawValue), token)
    }
    return word
  }

  private func unknown(_ value: String, _ known: [String], _ token: SearchScanner.Token) -> SearchMistake {
    let nearest = Suggestion.nearest(to: value, among: known).map { "did you mean ‘\($0)’?" }
    return SearchMistake(
      "‘\(rawValue):’ does not take ‘\(value)’; \(nearest ?? "it takes \(known.joined(separator: ", "))")",
      at: token.position)
  }
}
