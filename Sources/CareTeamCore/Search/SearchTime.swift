/// Reads the times of a query, in the days of whoever asks.
package struct SearchTime: Sendable {
  private let now: Instant
  private let local: LocalTime

  /// Times as they are seen from a moment and a place.
  package init(now: Instant, local: LocalTime) {
    self.now = now
    self.local = local
  }

  /// Two times with `..` between them, the second included, and either left out; or one.
  func range(
    _ text: String, _ token: SearchScanner.Token
  ) throws(SearchMistake) -> (start: Instant?, end: Instant?) {
    guard let dots = text.firstRange(of: "..") else {
      let span = try span(text, token)
      return (span.start, span.end)
    }
    let first = String(text[..<dots.lowerBound])
    let last = String(text[dots.upperBound...])
    guard !(first.isEmpty && last.isEmpty) else {
      throw SearchMistake("a time stands on one side of ‘..’ or on both", at: token.position)
    }
    let start = first.isEmpty ? nil : try span(first, token).start
    let end = last.isEmpty ? nil : try span(last, token).end
    if let start, let end, start >= end {
      throw SearchMistake("‘\(last)’ is before ‘\(first)’", at: token.position)
    }
    return (start, end)
  }

  /// The time that a text names, from its first moment to the one behind it; a duration ago reaches until now.
  func span(_ text: String, _ token: SearchScanner.Token) throws(SearchMistake) -> (start: Instant, end: Instant?) {
    switch text.lowercased() {
    case "today": return days(local.day(of: now).daysSince1970, 1)
    case "yesterday": return days(local.day(of: now).daysSince1970 - 1, 1)
    default: break
    }
    if let duration = try? DurationText(text) { return (now.adding(seconds: -duration.seconds), nil) }
    if let span = calendar(text) { return span }
    if let instant = Instant(fhir: text) { return (instant, instant.adding(seconds: 1)) }
    throw SearchMistake(
      "‘\(text)’ is no time; write for example 2026-11-23, 2026-11, 2026, 7d, today or 2026-11-01..2026-11-15",
      at: token.position)
  }

  /// A year, a month or a day.
  private func calendar(_ text: String) -> (start: Instant, end: Instant?)? {
    let pieces = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...3).contains(pieces.count), Instant(fhir: text) != nil else { return nil }
    let numbers = pieces.compactMap { Int($0) }
    guard numbers.count == pieces.count else { return nil }
    var first = CivilDate(year: numbers[0], month: 1, day: 1)
    if numbers.count > 1 { first.month = numbers[1] }
    if numbers.count > 2 { first.day = numbers[2] }
    let start = first.daysSince1970
    switch numbers.count {
    case 1: return days(start, CivilDate(year: first.year + 1, month: 1, day: 1).daysSince1970 - start)
    case 2: return days(start, Int64(first.daysInMonth))
    default: return days(start, 1)
    }
  }

  private func days(_ first: Int64, _ count: Int64) -> (start: Instant, end: Instant?) {
    (midnight(first), midnight(first + count))
  }

  /// The first moment of a day there. The offset is that of the moment itself, which one step of correction finds.
  private func midnight(_ day: Int64) -> Instant {
    let utc = Instant(seconds: day * 86_400)
    let guess = utc.adding(seconds: -local.offset(at: utc))
    return utc.adding(seconds: -local.offset(at: guess))
  }
}
