import CareTeamCore
import Testing

/// Monday to Friday.
struct BusinessDayTests {
  /// 2026-11-23 is a Monday.
  private func day(_ day: Int, _ month: Int = 11) -> CivilDate { CivilDate(year: 2026, month: month, day: day) }

  @Test(arguments: [
    (23, 23, 0), (23, 24, 1), (23, 27, 4), (23, 28, 4), (23, 29, 4), (23, 30, 5), (27, 30, 1), (28, 29, 0),
    (28, 30, 1), (24, 23, 0), (2, 30, 20),
  ])
  func `the days after one and up to another are counted without weekends`(start: Int, end: Int, count: Int) {
    #expect(BusinessDays.count(after: day(start), through: day(end)) == count)
  }

  @Test func `the day that is some business days later is the one on which they are counted`() {
    for start in 1...30 {
      for count in 1...23 {
        let due = BusinessDays.day(count, after: day(start))
        #expect(BusinessDays.count(after: day(start), through: due) == count)
        let before = CivilDate(daysSince1970: due.daysSince1970 - 1)
        #expect(BusinessDays.count(after: day(start), through: before) == count - 1)
      }
    }
    #expect(BusinessDays.day(0, after: day(28)) == day(28))
  }

  @Test func `a number of business days is read as it is written, and nothing else is`() {
    #expect(BusinessDayCount("2 business days")?.days == 2)
    #expect(BusinessDayCount("1 business day")?.days == 1)
    for text in [
      "2", "2 days", "2d", "0 business days", "-1 business days", "two business days", "", "999 business days",
    ] {
      #expect(BusinessDayCount(text) == nil, "\(text)")
    }
  }
}
