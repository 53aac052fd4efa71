import CareTeamCore
import Testing

@testable import CareTeamServer

@Suite struct AuthorizationCodeTests {
  @Test func `a patient lets a program in, for what they left ticked`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let scope = "openid fhirUser launch/patient offline_access patient/Communication.crus patient/Task.rs"
    let page = try await browser.consentPage("ada", TestBrowser.request(scope: scope, ["nonce": "n-1"]))
    #expect(page.text.contains("Ada Ångström") && page.text.contains("see, write and change"))
    #expect(page.header("Content-Security-Policy")?.contains("form-action 'self' http://127.0.0.1:50111;") == true)
    let answer = try await browser.consent(page, unticking: ["patient/Task.rs"])
    #expect(answer.redirectValue("state") == "a state&more" && answer.redirectValue("iss") == Clinic.origin)
    let tokens = try await browser.redeem(try #require(answer.redirectValue("code")))
    #expect(tokens.status == 200 && tokens.header("Cache-Control") == "no-store")
    #expect(tokens.json["patient"] == "a" && tokens.json["token_type"] == "Bearer" && tokens.json["expires_in"] == 600)
    #expect(
      tokens.json["scope"]?.string == "openid fhirUser launch/patient offline_access patient/Communication.crus")
    #expect(tokens.json["fhirUser"]?.string == Clinic.base + "/Patient/a")
    let claims = try Self.claims(tokens)
    #expect(claims["nonce"] == "n-1" && claims["aud"] == "careteam" && claims["sub"] == "Patient/a")
    #expect(claims["iss"]?.string == Clinic.origin)
    let access = tokens.json["access_token"]?.string
    #expect(try await browser.search(access) == 200)
    users.clock.pass(seconds: 600)
    #expect(try await browser.search(access) == 401)
  }

  @Test func `a code is good once, and a second use ends what it gave`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let code = try await browser.code("ada")
    let tokens = try await browser.redeem(code).json
    let access = tokens["access_token"]?.string
    #expect(try await browser.search(access) == 200)
    #expect(try await browser.redeem(code).json["error"] == "invalid_grant")
    #expect(try await browser.search(access) == 401)
    let refresh = try #require(tokens["refresh_token"]?.string)
    #expect(try await browser.refresh(refresh).json["error"] == "invalid_grant")
  }

  @Test(arguments: [
    ["code_verifier": String(repeating: "w", count: 43)], ["redirect_uri": "http://127.0.0.1:50112/callback"],
    ["client_id": "other"], ["code": "guess"],
  ])
  func `a code is of no use to another`(change: [String: String]) async throws {
    let users = try await TestUsers()
    var other = Client(id: "other", name: "Other")
    other.redirects = [try #require(RedirectURI("http://127.0.0.1/callback"))]
    try await users.clinic.store.register(other)
    let browser = users.browser()
    let code = try await browser.code("ada")
    let refused = try await browser.redeem(code, change)
    #expect(refused.status == 400 && refused.json["error"] == "invalid_grant")
    #expect(try await browser.redeem(code).status == 200)
  }

  @Test func `a code ends after a minute, and with the user or the client`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let late = try await browser.code("ada")
    users.clock.pass(seconds: 60)
    #expect(try await browser.redeem(late).json["error"] == "invalid_grant")
    let locked = try await browser.code("ada")
    try await users.clinic.store.setUser("Patient/a", disabled: true)
    #expect(try await browser.redeem(locked).json["error"] == "invalid_grant")
    try await users.clinic.store.disableClient("careteam")
    #expect(try await browser.redeem(locked).json["error"] == "invalid_client")
    #expect(try await browser.get(TestBrowser.request()).status == 400)
  }

  @Test func `who refuses gives nothing, and who ticks nothing is asked again`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let page = try await browser.consentPage("ada", TestBrowser.request(scope: "patient/Task.rs offline_access"))
    let nothing = try await browser.consent(page, unticking: ["patient/Task.rs"])
    #expect(nothing.status == 400 && nothing.text.contains("Nothing is ticked"))
    let refused = try await browser.consent(page, decision: "deny")
    #expect(refused.redirectValue("error") == "access_denied" && refused.redirectValue("code") == nil)
  }

  @Test func `a proxy acts for the patient, and a clinician for all patients or for one they choose`() async throws {
    let users = try await TestUsers()
    try await users.clinic.store.put([
      ["resourceType": "Patient", "id": "c", "generalPractitioner": [["reference": "Practitioner/lee"]]]
    ])
    let both = "launch/patient patient/Communication.rs user/Communication.rs"
    let mum = users.browser()
    let proxy = try await mum.redeem(try await mum.code("mum", scope: both)).json
    #expect(proxy["patient"] == "a" && proxy["scope"]?.string == "launch/patient patient/Communication.rs")
    let lee = users.browser()
    let all = try await lee.redeem(try await lee.code("lee", scope: both)).json
    #expect(all["patient"] == nil && all["scope"]?.string == "user/Communication.rs")
    let browser = users.browser()
    let page = try await browser.consentPage("lee", TestBrowser.request(scope: "patient/Communication.rs"))
    #expect(page.text.contains("Choose a patient") && page.text.contains("Ada Ångström"))
    #expect(try await browser.consent(page).status == 400)
    #expect(try await browser.consent(page, patient: "b").status == 400, "not a patient of theirs")
    let chosen = try await browser.consent(page, patient: "a")
    let one = try await browser.redeem(try #require(chosen.redirectValue("code"))).json
    #expect(one["patient"] == "a")
  }

  @Test func `a form of another site changes nothing`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let page = try await browser.consentPage("ada", TestBrowser.request())
    let form = [
      ("request", try page.field("request")), ("decision", "allow"), ("scope:patient/Communication.crs", "yes"),
    ]
    #expect(try await browser.post("/auth/consent", form).status == 400)
    let foreign = users.browser()
    let token = try await foreign.get(TestBrowser.request()).field("csrf")
    #expect(try await browser.post("/auth/consent", form + [("csrf", token)]).status == 400)
    #expect(try await foreign.post("/auth/logout", [("csrf", try page.field("csrf"))]).status == 400)
    #expect(try await browser.consent(page).redirectValue("code") != nil)
  }

  @Test func `a browser is logged out when it is idle, when the day is over, and when told to`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let page = try await browser.consentPage("ada", TestBrowser.request())
    for _ in 0..<33 {
      users.clock.pass(seconds: 870)
      #expect(try await browser.get(TestBrowser.request()).text.contains("You are logged in"))
    }
    users.clock.pass(seconds: 870)
    let over = try await browser.get(TestBrowser.request())
    #expect(over.text.contains("name=\"password\""), "8 hours are over")
    #expect(try await browser.consent(page).text.contains("name=\"password\""))
    try await browser.login(over, "ada")
    users.clock.pass(seconds: 901)
    let idle = try await browser.get(TestBrowser.request())
    #expect(idle.text.contains("name=\"password\""))
    let old = browser.cookie
    try await browser.login(idle, "ada")
    #expect(browser.cookie != old, "a login has a cookie of its own")
    let again = try await browser.get(TestBrowser.request())
    let out = try await browser.post("/auth/logout", [("csrf", try again.field("csrf"))])
    #expect(out.status == 200 && out.header("Set-Cookie")?.contains("Max-Age=0") == true)
  }

  @Test func `a login leads only to pages of this server`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let csrf = try await browser.get(TestBrowser.request()).field("csrf")
    for next in [
      "https://evil.example/", "//evil.example", "/auth/authorize", "/auth/device/../x", "", "/auth/device\\x",
    ] {
      let reply = try await browser.post(
        "/auth/login", [("csrf", csrf), ("next", next), ("login", "ada"), ("password", TestUsers.password)])
      #expect(reply.status == 400 && reply.header("Location") == nil, "\(next)")
    }
  }

  @Test func `pages are kept by nobody, framed by nobody, and run nothing`() async throws {
    let users = try await TestUsers()
    var client = Client(id: "careteam", name: "<script>alert(\"1\")</script>&'")
    client.redirects = [try #require(RedirectURI("http://127.0.0.1/callback"))]
    try await users.clinic.store.register(client)
    let browser = users.browser()
    let login = try await browser.get(TestBrowser.request(["state": "\"><script>x</script>"]))
    let set = try #require(login.header("Set-Cookie"))
    #expect(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/auth"))
    let consent = try await browser.consentPage("ada", TestBrowser.request(["state": "\"><script>x</script>"]))
    for page in [login, consent] {
      #expect(!page.text.contains("<script") && page.text.contains("&lt;script&gt;"))
      #expect(page.header("Cache-Control") == "no-store" && page.header("X-Frame-Options") == "DENY")
      let policy = try #require(page.header("Content-Security-Policy"))
      #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
    }
    let secure = SessionCookie(origin: "https://clinic.example").text("x")
    #expect(secure == "__Host-careteam=x; Path=/; Secure; HttpOnly; SameSite=Lax")
  }

  private static func claims(_ tokens: Reply) throws -> JSON {
    let parts = try #require(tokens.json["id_token"]?.string).split(separator: ".")
    return try JSON(parsing: try #require(Base64.decodeFromURL(String(parts[1]))))
  }
}
