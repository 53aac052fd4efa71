import CareTeamCore
import Foundation
import Testing

extension Faults {
  /// A server that asks to be left alone is left alone, by every process.
  struct RetryAfterTests {
    /// The seconds the server asks for.
    private static let pause = 3

    /// The two forms of the field (RFC 9110 §10.2.3); the date is against the answer's own.
    private static func header(asDate: Bool) -> String {
      guard asDate else { return "Retry-After: \(pause)\r\n" }
      let format = DateFormatter()
      format.locale = Locale(identifier: "en_US_POSIX")
      format.timeZone = TimeZone(identifier: "GMT")
      format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
      let now = Date()
      let (sent, until) = (format.string(from: now), format.string(from: now.addingTimeInterval(Double(pause))))
      return "Date: \(sent)\r\nRetry-After: \(until)\r\n"
    }

    @Test(
      .clinic,
      arguments: [
        ("429 Too Many Requests", false), ("503 Service Unavailable", true), ("500 Internal Server Error", false),
      ])
    func `no process asks anything of a server before the time it named, but for a person's retry`(
      status: String, asDate: Bool
    ) async throws {
      let clinic = try Clinic.open()
      let proxy = try FaultProxy(clinic)
      defer { proxy.stop() }
      let home = try await clinic.home(at: proxy.url)
      proxy.inject(.answer(status, headers: Self.header(asDate: asDate)), into: .creates, times: 1)
      try await home.run("reply", "c8", "-m", "when you can").exits(8)
      let asked = try #require(proxy.requests.last { $0.fault != nil }?.at)
      let other = try await home.run("reply", "c5", "-m", "and this").exits(8)
      #expect(other.errors.contains("left alone"), "\(other)")
      let sync = try await home.run("sync", "--json").exits(75).error()
      #expect(sync["code"] == "rate-limited" && (sync["retryAfterSeconds"]?.int ?? 0) > 0, "\(sync)")
      try await home.run("list").exits()
      let end = asked + .seconds(30)
      while await home.run("sync").status != 0, ContinuousClock.now < end {
        try await Task.sleep(for: .milliseconds(100))
      }
      let next = try #require(proxy.requests.first { $0.at > asked }?.at, "nothing was asked any more")
      // A date has no fractions of a second.
      #expect(next - asked > .seconds(Self.pause - 1), "\((next - asked).seconds) s")
      #expect(try await home.run("outbox", "list").exits().output == "")
      proxy.inject(.answer(status, headers: "Retry-After: 3600\r\n"), into: .creates, times: 1)
      try await home.run("reply", "c8", "-m", "now").exits(8)
      let entry = try #require(try await home.run("outbox", "list").exits().rows.first?.first)
      try await home.run("outbox", "retry", entry).exits()
      let texts = try await FHIRClient(clinic, as: .patient).texts(in: "7c2e91b4d0c8e27b")
      #expect(Array(texts.suffix(2)) == ["when you can", "now"], "\(texts)")
    }
  }
}
