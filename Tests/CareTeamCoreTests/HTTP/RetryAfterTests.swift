import CareTeamCore
import Testing

struct RetryAfterTests {
  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ("Thu, 29 Feb 2024 23:59:60 GMT", 1_709_251_200),
  ])
  func `a date of HTTP is read`(text: String, seconds: Int64) {
    #expect(HTTPDate.instant(text) == Instant(seconds: seconds))
  }

  @Test(arguments: [
    "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 31 Feb 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 99999 08:49:37 GMT",
    "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
  ])
  func `anything else is no date`(text: String) { #expect(HTTPDate.instant(text) == nil) }

  @Test(arguments: [
    ("120", 120), ("0", 0), ("-5", 0), ("9999999", 86_400), ("99999999999999999999", 86_400),
    ("Wed, 25 Nov 2026 10:02:00 GMT", 120),
    ("Wed, 25 Nov 2026 09:00:00 GMT", 0), ("Fri, 25 Nov 2033 09:00:00 GMT", 86_400), ("soon", nil), (nil, nil),
  ])
  func `Retry-After is seconds, or a date against the answer's own`(text: String?, seconds: Int?) {
    var response = HTTPResponse(status: 503, headers: ["Date": "Wed, 25 Nov 2026 10:00:00 GMT"])
    response.headers["Retry-After"] = text
    #expect(response.retryAfterSeconds == seconds)
  }
}
