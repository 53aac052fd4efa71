/// The days on which answers are given: Monday to Friday. Holidays differ from place to place and are not known.
package enum BusinessDays {
  /// The business days after one day up to and with another: from Friday to Monday it is 1; 0 when it is not later.
  package static func count(after start: CivilDate, through end: CivilDate) -> Int {
    let (first, last) = (start.daysSince1970, end.daysSince1970)
    guard last > first else { return 0 }
    let weeks = (last - first) / 7
    let rest = (first + weeks * 7 + 1)..<(last + 1)
    return Int(weeks) * 5 + rest.count { isBusinessDay($0) }
  }

  /// The day that is this many business days after another.
  package static func day(_ count: Int, after start: CivilDate) -> CivilDate {
    var day = start.daysSince1970 + Int64(count / 5) * 7
    // Whole weeks from a weekend end on a weekend: that day is the Friday before it.
    var left = count % 5
    while left > 0 {
      day += 1
      if isBusinessDay(day) { left -= 1 }
    }
    while count > 0, !isBusinessDay(day) { day -= 1 }
    return CivilDate(daysSince1970: day)
  }

  /// 1970-01-01 was a Thursday.
  private static func isBusinessDay(_ day: Int64) -> Bool {
    let weekday = day + 3 - (day + 3).dividedDown(by: 7) * 7
    return weekday < 5
  }
}

/// A number of business days as it is written in the configuration: `2 business days`.
package struct BusinessDayCount: Sendable, Equatable {
  /// From 1 to 250.
  package let days: Int

  /// Reads the text; nil for anything else.
  package init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 3, words[1] == "business", ["day", "days"].contains(words[2]), let days = Int(words[0]),
      (1...250).contains(days)
    else { return nil }
    self.days = days
  }
}
