extension SearchTime {
  /// The time between two, each of which may be left out: the days, months and years that are named belong to it.
  ///
  /// - Returns: its first moment, and the one behind its last.
  package func period(
    since: String?, until: String?
  ) throws(SearchMistake) -> (start: Instant?, end: Instant?) {
    let place = SearchScanner.Token(kind: .and, position: 1)
    var start: Instant?
    var end: Instant?
    if let since { start = try span(since, place).start }
    if let until {
      let span = try span(until, place)
      end = span.end ?? span.start
    }
    if let start, let end, start >= end {
      throw SearchMistake("‘\(until ?? "")’ is before ‘\(since ?? "")’", at: place.position)
    }
    return (start, end)
  }
}
