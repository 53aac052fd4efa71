import CareTeamCore

/// The span of time that a FHIR date of some precision stands for, in milliseconds since 1970: from `low` up to,
/// not including, `high` (FHIR R4 §3.1.1.4.7).
struct DateRange: Sendable, Equatable {
  var low: Int64
  var high: Int64

  /// Before and after any date that can be written.
  static let distantPast: Int64 = -1 << 60
  static let distantFuture: Int64 = 1 << 60

  init(low: Int64, high: Int64) {
    self.low = low
    self.high = high
  }

  /// Reads a date, dateTime or instant.
  init?(_ text: String) {
    guard let start = Instant(fhir: text) else { return nil }
    low = start.milliseconds
    high = low + Self.milliseconds(of: text, from: start)
  }

  /// The values of a member: a date, or a Period whose missing end is open.
  init?(_ value: JSON) {
    if let text = value.string {
      self.init(text)
      return
    }
    let start = value["start"]?.string.flatMap { DateRange($0) }
    let end = value["end"]?.string.flatMap { DateRange($0) }
    guard start != nil || end != nil else { return nil }
    self.init(low: start?.low ?? Self.distantPast, high: end?.high ?? Self.distantFuture)
  }

  private static func milliseconds(of text: String, from start: Instant) -> Int64 {
    let day: Int64 = 86_400_000
    var date = CivilDate(daysSince1970: start.seconds.dividedDown(by: 86_400))
    switch text.utf8.count {
    case ...4:
      let first = date.daysSince1970
      date.year += 1
      return (date.daysSince1970 - first) * day
    case 5...7: return Int64(date.daysInMonth) * day
    case 8...10: return day
    default: return fraction(of: text)
    }
  }

  private static func fraction(of text: String) -> Int64 {
    let clock = text.dropFirst(11).prefix { $0 != "Z" && $0 != "z" && $0 != "+" && $0 != "-" }
    guard clock.split(separator: ":").count > 2 else { return 60_000 }
    guard let point = clock.firstIndex(of: ".") else { return 1000 }
    switch clock.distance(from: point, to: clock.endIndex) - 1 {
    case 1: return 100
    case 2: return 10
    default: return 1
    }
  }
}
