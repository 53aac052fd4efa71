import CareTeamCore
import Testing

@testable import CareTeamServer

@Suite struct AuthorizationRequestTests {
  @Test(arguments: [
    "http://127.0.0.1/callback", "http://127.0.0.1:8/callback", "http://127.0.0.1:65535/callback",
    "http://[::1]:50000/", "http://127.0.0.1:1/",
  ])
  func `any port of a loopback address will do`(address: String) async throws {
    let users = try await TestUsers()
    let reply = try await users.browser().get(TestBrowser.request(["redirect_uri": address]))
    #expect(reply.status == 200 && reply.text.contains("name=\"password\""))
  }

  @Test(arguments: [
    "http://127.0.0.1:50111/callback/", "http://127.0.0.1:50111/callback?x=1", "http://127.0.0.1:50111/callback#",
    "http://localhost:50111/callback", "https://127.0.0.1:50111/callback", "http://127.0.0.1.evil.example/callback",
    "http://127.0.0.1:0/callback", "http://127.0.0.1:65536/callback", "http://127.0.0.1:5@evil.example/callback",
    "http://user@127.0.0.1:50111/callback", "http://127.0.0.1:50111/%63allback", "http://127.0.0.1:٥/callback",
    "http://127.0.0.2:50111/callback", "http://0x7f000001/callback", "javascript:alert(1)", "//evil.example/callback",
    "http://127.0.0.1:+1/callback", "http://127.0.0.1:000080/callback", "HTTP://127.0.0.1/callback",
  ])
  func `another address gets nothing, and the browser is not sent there`(address: String) async throws {
    let users = try await TestUsers()
    let reply = try await users.browser().get(TestBrowser.request(["redirect_uri": address]))
    #expect(reply.status == 400 && reply.header("Location") == nil && reply.text.contains("not registered"))
  }

  @Test(
    arguments: [
      ["client_id": nil], ["client_id": "stranger"], ["redirect_uri": nil], ["client_id": "cron"],
    ] as [[String: String?]])
  func `an unknown client is told to the person only`(change: [String: String?]) async throws {
    let users = try await TestUsers()
    var backend = Client(id: "cron", name: "cron")
    backend.user = "Practitioner/lee"
    try await users.clinic.store.register(backend)
    let reply = try await users.browser().get(TestBrowser.request(change))
    #expect(reply.status == 400 && reply.header("Location") == nil)
  }

  @Test(
    arguments: [
      (["response_type": "token"], "unsupported_response_type"), (["response_type": nil], "invalid_request"),
      (["code_challenge": nil], "invalid_request"), (["code_challenge_method": nil], "invalid_request"),
      (["code_challenge_method": "plain"], "invalid_request"), (["code_challenge": "short"], "invalid_request"),
      (["aud": nil], "invalid_request"), (["aud": "https://other.example/fhir"], "invalid_request"),
      (["scope": nil], "invalid_request"), (["scope": "patient/Nonsense.read admin"], "invalid_scope"),
      (["state": nil], "invalid_request"), (["response_mode": "fragment"], "invalid_request"),
      (["request": "x.y.z"], "invalid_request"), (["prompt": "none"], "login_required"),
    ] as [([String: String?], String)])
  func `a wrong request is told to the client`(change: [String: String?], code: String) async throws {
    let users = try await TestUsers()
    let reply = try await users.browser().get(TestBrowser.request(change))
    #expect(reply.redirectValue("error") == code)
    #expect(reply.header("Location")?.hasPrefix(TestBrowser.redirect + "?error=") == true)
    #expect(reply.redirectValue("iss") == Clinic.origin)
    if change.keys.contains("state") { return }
    #expect(reply.redirectValue("state") == "a state&more")
  }

  @Test func `a parameter that comes twice is refused`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let twice = try await browser.get(TestBrowser.request() + "&scope=patient/Task.rs")
    #expect(twice.redirectValue("error") == "invalid_request")
    for name in ["client_id=careteam", "redirect_uri=" + TestBrowser.redirect] {
      let reply = try await browser.get(TestBrowser.request() + "&" + name)
      #expect(reply.status == 400 && reply.header("Location") == nil)
    }
    let token = try await browser.post("/auth/token", [("grant_type", "refresh_token"), ("grant_type", "x")])
    #expect(token.status == 400 && token.json["error"] == "invalid_request")
  }

  @Test func `what is too long or no form is refused`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let long = String(repeating: "x", count: 40_000)
    #expect(try await browser.get(TestBrowser.request(["state": long])).status == 400)
    #expect(try await browser.post("/auth/token", [("grant_type", long)]).status == 400)
    let json = try await browser.send(
      "POST", "/auth/token", body: "{}", headers: ["Content-Type": "application/json"])
    #expect(json.status == 400 && json.json["error"] == "invalid_request")
    let method = try await browser.get("/auth/token")
    #expect(method.status == 405 && method.header("Allow") == "POST")
  }

  @Test func `an app's addresses are registered only when they are safe`() {
    for text in ["https://app.example/cb?x=1", "org.example.app:/cb", "http://127.0.0.1/", "http://[::1]:9/x"] {
      #expect(RedirectURI(text) != nil, "\(text)")
    }
    for text in [
      "http://app.example/cb", "javascript:alert(1)", "data:text/html,x", "https://app.example/#x",
      "https://u@x.example/",
      "http://localhost/cb", "app:/cb", "https:///cb", "https://app.example/a b", "",
    ] {
      #expect(RedirectURI(text) == nil, "\(text)")
    }
  }

  @Test func `discovery says what is there`() async throws {
    let users = try await TestUsers()
    let browser = users.browser()
    let smart = try await browser.get("/fhir/.well-known/smart-configuration").json
    #expect(smart["issuer"]?.string == Clinic.origin)
    for name in ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"] {
      #expect(try await browser.get(name).json == smart)
    }
    for (name, value) in smart.object?.members ?? [] where name.hasSuffix("_endpoint") || name == "jwks_uri" {
      let path = try #require(value.string).dropFirst(Clinic.origin.count)
      #expect(try await browser.get(String(path)).status != 404, "\(name)")
    }
    let key = try #require(try await browser.get("/auth/jwks").json["keys"]?[0])
    #expect(key["kty"] == "RSA" && key["d"] == nil && key["n"]?.string?.utf8.count == 342)
  }
}
