import CareTeamCore
import Testing

/// Moments in FHIR's spellings.
struct InstantTests {
  @Test(arguments: [
    ("2026-11-23T09:30:00Z", "2026-11-23T09:30:00Z"), ("2026-11-23T09:30:00.250+05:30", "2026-11-23T04:00:00.25Z"),
    ("2026-11-23", "2026-11-23T00:00:00Z"), ("2026-11", "2026-11-01T00:00:00Z"), ("2026", "2026-01-01T00:00:00Z"),
    ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"), ("0001-01-01", "0001-01-01T00:00:00Z"),
    ("9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59.999999999Z"), ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
    ("2024-02-29T12:00:00.123456789Z", "2024-02-29T12:00:00.123456789Z"), ("2026-11-23T09:30", "2026-11-23T09:30:00Z"),
    ("9999-12-31T23:59:60Z", "9999-12-31T23:59:59.999999999Z"), ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z"),
  ])
  func `every spelling is one moment`(_ text: String, _ expected: String) throws {
    #expect(try #require(Instant(fhir: text)).rfc3339 == expected)
  }

  @Test(arguments: [
    "", "yesterday", "2026-13", "2026-02-30", "2023-02-29", "2026-11-23T25:00:00Z", "2026-11-23T09:61:00Z",
    "2026-11-23T09:30:00+15:00", "2026-11-23T09:30:00Zx", "0000", "2026-11-23T", "20261123",
  ])
  func `what is no moment is none`(_ text: String) { #expect(Instant(fhir: text) == nil) }

  @Test func `moments compare across offsets and precisions`() throws {
    let utc = try #require(Instant(fhir: "2026-11-23T12:00:00Z"))
    let east = try #require(Instant(fhir: "2026-11-23T14:00:00.000+02:00"))
    let later = try #require(Instant(fhir: "2026-11-23T12:00:00.001Z"))
    #expect(utc == east && utc < later)
    #expect(later.milliseconds - utc.milliseconds == 1)
  }

  @Test func `days are counted both ways over four centuries`() {
    for days in stride(from: Int64(-200_000), through: 200_000, by: 97) {
      #expect(CivilDate(daysSince1970: days).daysSince1970 == days)
    }
  }
}
