import CareTeamCore

extension Instant {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// RFC 9110 §5.6.7, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
  var httpDate: String {
    let day = seconds.dividedDown(by: 86_400)
    let date = CivilDate(daysSince1970: day)
    let weekday = Self.days[Int((day % 7 + 7) % 7)]
    let time = Instant(seconds: seconds).rfc3339.dropFirst(11).dropLast()
    let civil = date.iso8601
    return "\(weekday), \(civil.suffix(2)) \(Self.months[date.month - 1]) \(civil.prefix(4)) \(time) GMT"
  }
}
