/// A moment as a table's UPDATED column shows it: nearer is finer, never wider than `widest` cells.
package enum Age {
  /// The widest form, `2025-11-12`.
  package static let widest = 10

  /// `09:41` today, `Mon 09:41` in the six days before, `12 Nov` in the same year, else `2025-11-12`; a moment of a later day
  /// gets the date.
  package static func text(of instant: Instant, now: Instant, utcOffset: Int64) -> String {
    let local = instant.seconds + utcOffset
    let day = local.dividedDown(by: 86_400)
    let today = (now.seconds + utcOffset).dividedDown(by: 86_400)
    let minute = (local - day * 86_400) / 60
    let clock = "\(pad(minute / 60)):\(pad(minute % 60))"
    if day == today { return clock }
    if (1...6).contains(today - day) { return "\(weekday(of: day)) \(clock)" }
    let date = CivilDate(daysSince1970: day)
    guard date.year == CivilDate(daysSince1970: today).year else { return date.iso8601 }
    return "\(date.day) \(months[date.month - 1])"
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// 1970-01-01 was a Thursday.
  private static func weekday(of day: Int64) -> String {
    let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    return names[Int(day - day.dividedDown(by: 7) * 7)]
  }
}
