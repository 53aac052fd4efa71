import CareTeamCore
import Testing

@testable import CareTeamServer

@Suite struct AuthorizationRefreshTests {
  @Test func `a refresh token gives the next one, and its login ends when an old one comes again`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let first = try await browser.redeem(try await browser.code("ada")).json
    let one = try #require(first["refresh_token"]?.string)
    users.clock.pass(seconds: 500)
    let second = try await browser.refresh(one).json
    let two = try #require(second["refresh_token"]?.string)
    #expect(two != one && second["scope"] == first["scope"] && second["patient"] == "a" && second["id_token"] == nil)
    let access = second["access_token"]?.string
    #expect(try await browser.search(access) == 200)
    #expect(try await browser.search(first["access_token"]?.string) == 200, "the old one until its end")
    users.clock.pass(seconds: 61)
    #expect(try await browser.refresh(one).json["error"] == "invalid_grant")
    #expect(try await browser.search(access) == 401, "reuse ends everything")
    #expect(try await browser.refresh(two).json["error"] == "invalid_grant")
  }

  @Test func `a client whose answer was lost asks again and stays logged in`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let one = try #require(try await browser.redeem(try await browser.code("ada")).json["refresh_token"]?.string)
    let lost = try await browser.refresh(one).json
    users.clock.pass(seconds: 35)
    let lostAgain = try await browser.refresh(one).json
    users.clock.pass(seconds: 20)
    let came = try await browser.refresh(one).json
    #expect(try await browser.search(lost["access_token"]?.string) == 401)
    #expect(try await browser.search(lostAgain["access_token"]?.string) == 401)
    #expect(try await browser.search(came["access_token"]?.string) == 200)
    let next = try await browser.refresh(try #require(came["refresh_token"]?.string))
    #expect(next.status == 200)
    #expect(try await browser.refresh(one).status == 400, "its successor was used: there are two of them")
    #expect(try await browser.search(next.json["access_token"]?.string) == 401)
  }

  @Test func `whoever comes with the answer that was lost ends the login`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let one = try #require(try await browser.redeem(try await browser.code("ada")).json["refresh_token"]?.string)
    let stolen = try #require(try await browser.refresh(one).json["refresh_token"]?.string)
    let came = try await browser.refresh(one).json
    #expect(try await browser.refresh(stolen).json["error"] == "invalid_grant")
    #expect(try await browser.search(came["access_token"]?.string) == 401)
  }

  @Test func `twenty at once with one token get one login that goes on`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let one = try #require(try await browser.redeem(try await browser.code("ada")).json["refresh_token"]?.string)
    let store = users.clinic.store
    let now = users.clock.now
    let outcomes = try await withThrowingTaskGroup(of: GrantOutcome.self) { group in
      for _ in 0..<20 {
        group.addTask { try await store.refresh(one, client: "careteam", scopes: nil, at: now) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    var good: [String] = []
    for case .given(let tokens) in outcomes where try await browser.search(tokens.access) == 200 {
      good.append(try #require(tokens.refresh))
    }
    #expect(outcomes.count == 20 && good.count == 1)
    #expect(try await browser.refresh(try #require(good.first)).status == 200)
  }

  @Test func `fewer scopes can be had, more cannot`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let scope = "patient/Communication.rs patient/Task.rs offline_access"
    let one = try #require(
      try await browser.redeem(try await browser.code("ada", scope: scope)).json["refresh_token"]?.string)
    let more = try await browser.refresh(one, ["scope": "patient/Communication.cruds"])
    #expect(more.json["error"] == "invalid_scope")
    let fewer = try await browser.refresh(one, ["scope": "patient/Task.rs"]).json
    #expect(fewer["scope"]?.string == "patient/Task.rs")
    #expect(try await browser.search(fewer["access_token"]?.string) == 403)
    let whole = try await browser.refresh(try #require(fewer["refresh_token"]?.string)).json
    #expect(try await browser.search(whole["access_token"]?.string) == 200)
  }

  @Test func `a login ends after 90 days, or 30 without a refresh, or when the user is locked out`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    func token(_ name: String) async throws -> String {
      try #require(try await browser.redeem(try await browser.code(name)).json["refresh_token"]?.string)
    }
    let idle = try await token("ada")
    users.clock.pass(seconds: 30 * 86_400)
    #expect(try await browser.refresh(idle).status == 400)
    var used = try await token("ada")
    for _ in 0..<4 {
      users.clock.pass(seconds: 22 * 86_400)
      used = try #require(try await browser.refresh(used).json["refresh_token"]?.string)
    }
    users.clock.pass(seconds: 2 * 86_400)
    #expect(try await browser.refresh(used).status == 400)
    let locked = try await token("ada")
    try await users.clinic.store.setUser("Patient/a", disabled: true)
    #expect(try await browser.refresh(locked).status == 400)
  }

  @Test func `without offline_access there is no refresh token, and another client's is refused`() async throws {
    let users = try await TestUsers()
    var other = Client(id: "other", name: "Other")
    other.redirects = [try #require(RedirectURI("https://other.example/"))]
    try await users.clinic.store.register(other)
    let browser = users.browser()
    let short = try await browser.redeem(try await browser.code("ada", scope: "patient/Task.rs"))
    #expect(short.status == 200 && short.json["refresh_token"] == nil)
    let one = try #require(try await browser.redeem(try await browser.code("ada")).json["refresh_token"]?.string)
    #expect(try await browser.refresh(one, ["client_id": "other"]).json["error"] == "invalid_grant")
    let secret = try await browser.refresh(one, ["client_secret": "x"])
    #expect(secret.status == 401 && secret.json["error"] == "invalid_client")
    #expect(try await browser.refresh(one).status == 200)
  }

  @Test func `a new password ends what there was before`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let tokens = try await browser.redeem(try await browser.code("ada")).json
    let hash = try PasswordHash(of: "another password", cost: .published)
    let taken = try await users.clinic.store.setPassword(hash, login: try #require(LoginName("berg")), of: "Patient/a")
    #expect(!taken)
    #expect(try await browser.search(tokens["access_token"]?.string) == 200)
    let isSet = try await users.clinic.store.setPassword(hash, login: try #require(LoginName("ada")), of: "Patient/a")
    #expect(isSet)
    #expect(try await browser.search(tokens["access_token"]?.string) == 401)
    #expect(try await browser.refresh(try #require(tokens["refresh_token"]?.string)).status == 400)
    #expect(try await browser.get(TestBrowser.request()).text.contains("name=\"password\""))
  }

  @Test func `what was given back is worth nothing, and only its client gives it back`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let tokens = try await browser.redeem(try await browser.code("ada")).json
    let access = try #require(tokens["access_token"]?.string)
    let refresh = try #require(tokens["refresh_token"]?.string)
    let unknown = try await browser.post("/auth/revoke", [("client_id", "careteam"), ("token", "nonsense")])
    #expect(unknown.status == 200)
    let standing = try await browser.post("/auth/revoke", [("client_id", "careteam"), ("token", "token-Patient/a")])
    #expect(standing.status == 400)
    #expect(try await browser.search("token-Patient/a") == 200)
    #expect(try await browser.post("/auth/revoke", [("client_id", "careteam"), ("token", access)]).status == 200)
    #expect(try await browser.search(access) == 401)
    let second = try await browser.refresh(refresh).json
    let last = try #require(second["refresh_token"]?.string)
    #expect(try await browser.post("/auth/revoke", [("client_id", "careteam"), ("token", last)]).status == 200)
    #expect(try await browser.search(second["access_token"]?.string) == 401)
    #expect(try await browser.refresh(last).status == 400)
  }

  @Test func `introspection tells users of their own tokens only, and strangers nothing`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let tokens = try await browser.redeem(try await browser.code("ada")).json
    let access = try #require(tokens["access_token"]?.string)
    let form = [("token", access)]
    #expect(try await browser.post("/auth/introspect", form).status == 401)
    let own = try await browser.post(
      "/auth/introspect", form, headers: ["Authorization": "Bearer token-Patient/a"]
    ).json
    #expect(own["active"] == true && own["sub"] == "Patient/a" && own["client_id"] == "careteam")
    #expect(own["scope"] == tokens["scope"] && own["patient"] == "a")
    let other = try await browser.post(
      "/auth/introspect", form, headers: ["Authorization": "Bearer token-Patient/b"])
    #expect(other.json == ["active": false])
    users.clock.pass(seconds: 600)
    let late = try await browser.post(
      "/auth/introspect", form, headers: ["Authorization": "Bearer token-Patient/a"])
    #expect(late.json == ["active": false])
  }

  @Test func `logins and what follows from them are in the audit trail`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    _ = try await browser.login(try await browser.get(TestBrowser.request()), "ada", "a wrong password")
    let one = try #require(try await browser.redeem(try await browser.code("ada")).json["refresh_token"]?.string)
    users.clock.pass(seconds: 1)
    _ = try await browser.refresh(one)
    users.clock.pass(seconds: 61)
    _ = try await browser.refresh(one)
    let events = try await users.clinic.send("GET", "AuditEvent?_count=100", as: "Device/auditor").text
    for event in LoginEvent.allCases where event != .logout && event != .revocation {
      #expect(events.contains("\"\(event.rawValue)\""), "\(event)")
    }
    let wrong = try await browser.redeem("a guess")
    #expect(wrong.status == 400)
    let trail = try await users.clinic.send("GET", "AuditEvent?_count=100", as: "Device/auditor").json["entry"]
    let last = (trail?.array ?? []).compactMap { $0["resource"] }.filter { $0["subtype"]?[0]?["code"] == "token" }
    #expect(Set(last.map { $0["outcome"]?.string }) == ["0", "4"], "what was refused as well")
    #expect(events.contains("192.0.2.1"))
    #expect(!events.contains(one) && !events.contains("wrong password"))
  }
}
