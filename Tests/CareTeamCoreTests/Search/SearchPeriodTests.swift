import CareTeamCore
import Testing

/// The period of an export.
@Suite struct SearchPeriodTests {
  private let now = Instant(fhir: "2026-11-25T12:00:00Z") ?? Instant(seconds: 0)

  private func period(_ since: String?, _ until: String?) throws -> [String?] {
    let time = SearchTime(now: now, local: LocalTime { _ in 3600 })
    let period = try time.period(since: since, until: until)
    return [period.start?.rfc3339, period.end?.rfc3339]
  }

  @Test func `the days that are named belong to it, where the user is`() throws {
    #expect(try period("2026-11-01", "2026-11-02") == ["2026-10-31T23:00:00Z", "2026-11-02T23:00:00Z"])
    #expect(try period("2026-10", "2026-10") == ["2026-09-30T23:00:00Z", "2026-10-31T23:00:00Z"])
    #expect(try period("7d", nil) == ["2026-11-18T12:00:00Z", nil])
    #expect(try period("7d", "1d") == ["2026-11-18T12:00:00Z", "2026-11-24T12:00:00Z"])
    #expect(try period(nil, "2026-11-01T10:00:00Z") == [nil, "2026-11-01T10:00:01Z"])
    #expect(try period(nil, nil) == [nil, nil])
  }

  @Test(
    arguments: [("2026-11-02", "2026-11-01"), ("1d", "7d"), ("soon", nil), (nil, "2026-13")] as [(String?, String?)])
  func `what is no period is refused`(since: String?, until: String?) {
    #expect(throws: SearchMistake.self) { try period(since, until) }
  }
}
