import CareTeamCore
import Testing

@testable import CareTeamServer

@Suite struct AuthorizationDeviceTests {
  private func begin(_ browser: TestBrowser, scope: String = "patient/Communication.rs offline_access") async throws
    -> JSON
  {
    let reply = try await browser.post("/auth/device_authorization", [("client_id", "careteam"), ("scope", scope)])
    try #require(reply.status == 200, "\(reply.text)")
    return reply.json
  }

  private func poll(_ browser: TestBrowser, _ device: JSON) async throws -> Reply {
    try await browser.post(
      "/auth/token",
      [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("client_id", "careteam"),
        ("device_code", device["device_code"]?.string ?? ""),
      ])
  }

  private func enter(_ browser: TestBrowser, _ page: Reply, _ code: String, decision: String = "look") async throws
    -> Reply
  {
    try await browser.post(
      "/auth/device",
      [("csrf", try page.field("csrf")), ("user_code", code), ("decision", decision)]
        + page.boxes.map { ("scope:" + $0, "yes") })
  }

  private func page(_ browser: TestBrowser, _ target: String = "/auth/device") async throws -> Reply {
    let answer = try await browser.login(try await browser.get(target), "ada")
    return try await browser.get(try #require(answer.header("Location")))
  }

  @Test func `a device gets its tokens once somebody lets it in`() async throws {
    let users = try await TestUsers()
    let (device, browser) = (users.browser(), users.browser())
    let begun = try await begin(device)
    let code = try #require(begun["user_code"]?.string)
    #expect(code.wholeMatch(of: /[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}/) != nil && begun["interval"] == 5)
    #expect(begun["verification_uri"]?.string == Clinic.origin + "/auth/device")
    #expect(try await poll(device, begun).json["error"] == "authorization_pending")
    let whole = try #require(begun["verification_uri_complete"]?.string).dropFirst(Clinic.origin.count)
    let entry = try await page(browser, String(whole))
    #expect(try entry.field("user_code") == code)
    let consent = try await enter(browser, entry, " " + code.lowercased().replacing("-", with: " "))
    #expect(consent.text.contains("Messages") && consent.text.contains("go on only if you see it"))
    let done = try await enter(browser, consent, try consent.field("user_code"), decision: "allow")
    #expect(done.status == 200 && done.text.contains("connected"))
    users.clock.pass(seconds: 5)
    let tokens = try await poll(device, begun)
    #expect(tokens.status == 200 && tokens.json["patient"] == "a")
    #expect(try await device.search(tokens.json["access_token"]?.string) == 200)
    users.clock.pass(seconds: 5)
    #expect(try await poll(device, begun).json["error"] == "expired_token")
    #expect(try await enter(browser, consent, code, decision: "allow").status == 404)
  }

  @Test func `a device that hurries has to slow down`() async throws {
    let users = try await TestUsers()
    let device = users.browser()
    let begun = try await begin(device)
    #expect(try await poll(device, begun).json["error"] == "authorization_pending")
    users.clock.pass(seconds: 2)
    #expect(try await poll(device, begun).json["error"] == "slow_down")
    users.clock.pass(seconds: 6)
    #expect(try await poll(device, begun).json["error"] == "slow_down")
    users.clock.pass(seconds: 15)
    #expect(try await poll(device, begun).json["error"] == "authorization_pending")
    users.clock.pass(seconds: 600)
    #expect(try await poll(device, begun).json["error"] == "expired_token")
  }

  @Test func `a device that is refused is told so`() async throws {
    let users = try await TestUsers()
    let (device, browser) = (users.browser(), users.browser())
    let begun = try await begin(device)
    let entry = try await page(browser)
    let consent = try await enter(browser, entry, try #require(begun["user_code"]?.string))
    #expect(
      try await enter(browser, consent, try consent.field("user_code"), decision: "deny").text.contains("Refused"))
    #expect(try await poll(device, begun).json["error"] == "access_denied")
    var other = begun
    other["device_code"] = "guess"
    #expect(try await poll(device, other).json["error"] == "invalid_grant")
  }

  @Test func `codes cannot be guessed one after the other`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let entry = try await page(browser)
    for _ in 0..<10 { #expect(try await enter(browser, entry, "BBBB-BBBB").status == 404) }
    let held = try await enter(browser, entry, "BBBB-BBBB")
    #expect(held.status == 429 && held.header("Retry-After") == "60")
    users.clock.pass(seconds: 60)
    #expect(try await enter(browser, entry, "BBBB-BBBB").status == 404)
  }

  @Test func `one address cannot fill the server with devices`() async throws {
    let users = try await TestUsers()
    let device = users.browser(from: "198.51.100.1")
    for _ in 0..<30 { _ = try await begin(device) }
    let refused = try await device.post(
      "/auth/device_authorization", [("client_id", "careteam"), ("scope", "patient/Task.rs")])
    #expect(refused.status == 429 && refused.header("Retry-After") == "60")
    _ = try await begin(users.browser(from: "198.51.100.2"))
  }
}
