/// A moment as a mail's header has it (RFC 5322 §3.3).
package enum MailDate {
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `Wed, 25 Nov 2026 07:00:00 +0100`.
  package static func text(of instant: Instant, utcOffset: Int64) -> String {
    let local = instant.seconds + utcOffset
    let day = local.dividedDown(by: 86_400)
    let time = local - day * 86_400
    let date = CivilDate(daysSince1970: day)
    let clock = "\(pad(time / 3600)):\(pad(time / 60 % 60)):\(pad(time % 60))"
    let zone = abs(utcOffset) / 60
    let sign = utcOffset < 0 ? "-" : "+"
    return "\(weekday(day)), \(date.day) \(months[date.month - 1]) \(date.year) \(clock) "
      + "\(sign)\(pad(zone / 60))\(pad(zone % 60))"
  }

  /// `Wed, 25 Nov 2026, 07:00`, for a person.
  package static func words(of instant: Instant, utcOffset: Int64) -> String {
    let text = text(of: instant, utcOffset: utcOffset).split(separator: " ")
    return text[..<4].joined(separator: " ") + ", " + text[4].prefix(5)
  }

  private static func weekday(_ day: Int64) -> String { weekdays[Int(day - day.dividedDown(by: 7) * 7)] }
}
