/// A moment on the UTC time line, in seconds and nanoseconds since 1970-01-01T00:00:00Z.
///
/// Whole numbers, because Foundation's `Date` passes through Double and two different server times would become one.
package struct Instant: Sendable, Hashable, Comparable {
  /// Seconds since 1970, rounded down.
  package var seconds: Int64
  /// Nanoseconds into that second, 0 to 999,999,999.
  package var nanoseconds: Int32

  /// The moment this many seconds, and nanoseconds, after 1970.
  package init(seconds: Int64, nanoseconds: Int32 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// The moment this many milliseconds after 1970.
  package init(milliseconds: Int64) {
    let rest = ((milliseconds % 1000) + 1000) % 1000
    self.init(seconds: (milliseconds - rest) / 1000, nanoseconds: Int32(rest) * 1_000_000)
  }

  /// Milliseconds since 1970, rounded down.
  package var milliseconds: Int64 { seconds * 1000 + Int64(nanoseconds / 1_000_000) }

  package static func < (left: Instant, right: Instant) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// The moment this much later, whole seconds.
  package func adding(seconds: Int64) -> Instant {
    Instant(seconds: self.seconds + seconds, nanoseconds: nanoseconds)
  }
}

extension Instant {
  /// Reads a FHIR `instant`, `dateTime` or `date` (FHIR R4 §2.24.0.1): partial dates are their first moment, a time
  /// without an offset is taken as UTC, and second 60 (a leap second) as the next minute's first.
  package init?(fhir text: String) {
    var scanner = InstantScanner(text: Array(text.utf8))
    guard let value = scanner.instant() else { return nil }
    self = value
  }

  /// RFC 3339 in UTC, with as much of the fraction as there is: `2026-11-23T09:30:00.25Z`.
  package var rfc3339: String {
    let date = CivilDate(daysSince1970: seconds.dividedDown(by: 86_400))
    let time = seconds - seconds.dividedDown(by: 86_400) * 86_400
    let clock = "\(pad(time / 3600)):\(pad(time / 60 % 60)):\(pad(time % 60))"
    return "\(date.iso8601)T\(clock)\(fraction)Z"
  }

  private var fraction: String {
    guard nanoseconds != 0 else { return "" }
    var digits = pad(Int64(nanoseconds), 9)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }
}

func pad(_ value: Int64, _ width: Int = 2) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

extension Int64 {
  /// Division rounded towards minus infinity, so that days before 1970 come out right.
  package func dividedDown(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

/// A left-to-right reader of the FHIR date formats.
private struct InstantScanner {
  let text: [UInt8]
  var index = 0

  init(text: [UInt8]) { self.text = text }

  mutating func instant() -> Instant? {
    guard let year = number(4), (1...9999).contains(year) else { return nil }
    var date = CivilDate(year: year, month: 1, day: 1)
    if take("-") {
      guard let month = number(2), (1...12).contains(month) else { return nil }
      date.month = month
      if take("-") {
        guard let day = number(2), (1...date.daysInMonth).contains(day) else { return nil }
        date.day = day
      }
    }
    let midnight = date.daysSince1970 * 86_400
    guard index < text.count else { return Instant(seconds: midnight) }
    guard take("T") || take("t") || take(" ") else { return nil }
    return time(after: midnight)
  }

  private mutating func time(after midnight: Int64) -> Instant? {
    guard let hour = number(2), take(":"), let minute = number(2), hour <= 24, minute <= 59 else { return nil }
    var second = 0
    var nanoseconds: Int32 = 0
    if take(":") {
      guard let value = number(2), value <= 60 else { return nil }
      second = value
      if take(".") { nanoseconds = fraction() }
    }
    guard let offset = offset(), index == text.count else { return nil }
    let sum = Int64(hour * 3600 + minute * 60 + second)
    return within(Instant(seconds: midnight + sum - offset, nanoseconds: nanoseconds))
  }

  /// An offset, or a leap second, can lead out of the years that there is a spelling for: 0001 to 9999.
  private func within(_ instant: Instant) -> Instant {
    let first = Instant(seconds: -62_135_596_800)
    let last = Instant(seconds: 253_402_300_799, nanoseconds: 999_999_999)
    return min(max(instant, first), last)
  }

  private mutating func offset() -> Int64? {
    if index == text.count || take("Z") || take("z") { return 0 }
    let sign: Int64 = take("+") ? 1 : -1
    if sign < 0, !take("-") { return nil }
    guard let hours = number(2), take(":"), let minutes = number(2), hours <= 14, minutes <= 59 else { return nil }
    return sign * Int64(hours * 3600 + minutes * 60)
  }

  private mutating func fraction() -> Int32 {
    var value: Int32 = 0
    var digits = 0
    while index < text.count, (0x30...0x39).contains(text[index]) {
      if digits < 9 { value = value * 10 + Int32(text[index] - 0x30) }
      digits += 1
      index += 1
    }
    for _ in min(digits, 9)..<9 { value *= 10 }
    return value
  }

  private mutating func number(_ width: Int) -> Int? {
    guard index + width <= text.count else { return nil }
    var value = 0
    for byte in text[index..<index + width] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    index += width
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < text.count, text[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }
}
