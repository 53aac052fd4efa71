/// Dates in HTTP fields.
package enum HTTPDate {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Reads an IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7); nil for any other form.
  package static func instant(_ text: String) -> Instant? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT", let day = number(words[1], in: 1...31),
      let month = months.firstIndex(of: String(words[2])), let year = number(words[3], in: 1...9999)
    else { return nil }
    let date = CivilDate(year: year, month: month + 1, day: day)
    let clock = words[4].split(separator: ":", omittingEmptySubsequences: false)
    guard day <= date.daysInMonth, clock.count == 3, let hour = number(clock[0], in: 0...23),
      let minute = number(clock[1], in: 0...59), let second = number(clock[2], in: 0...60)
    else { return nil }
    return Instant(seconds: date.daysSince1970 * 86_400 + Int64(hour * 3600 + minute * 60 + second))
  }

  private static func number(_ text: Substring, in range: ClosedRange<Int>) -> Int? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text), range.contains(value) else {
      return nil
    }
    return value
  }
}

extension HTTPResponse {
  /// The longest that is believed: a day, in seconds.
  private static let longestRetryAfter: Int64 = 86_400

  /// `Retry-After` in seconds (RFC 9110 §10.2.3), a day at most.
  ///
  /// The form with a date is taken against the answer's own `Date`, so that the two clocks need not agree.
  package var retryAfterSeconds: Int? {
    guard let text = headers["Retry-After"] else { return nil }
    if let seconds = Int64(text) { return Int(min(max(seconds, 0), Self.longestRetryAfter)) }
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return Int(Self.longestRetryAfter) }
    guard let until = HTTPDate.instant(text), let sent = headers["Date"].flatMap(HTTPDate.instant) else { return nil }
    return Int(min(max(until.seconds - sent.seconds, 0), Self.longestRetryAfter))
  }
}
