import CareTeamCore
import Crypto
import Testing

@testable import CareTeamServer

@Suite struct AuthorizationBackendTests {
  private let key = P384.Signing.PrivateKey()

  private var keys: String {
    let point = Array(key.publicKey.x963Representation.dropFirst())
    let key: JSON = [
      "kty": "EC", "crv": "P-384", "kid": "k1", "x": .string(Base64.encodeForURL(point.prefix(48))),
      "y": .string(Base64.encodeForURL(point.suffix(48))),
    ]
    let set: JSON = ["keys": [["kty": "unheard of", "kid": "other"], key]]
    return set.text()
  }

  private func clinic(_ change: (inout Client) -> Void = { _ in }) async throws -> TestUsers {
    let users = try await TestUsers()
    var client = Client(id: "cron", name: "Cron")
    client.user = "Practitioner/lee"
    client.scopes = Scopes("system/Communication.rs system/Patient.rs")
    client.keys = keys
    change(&client)
    try await users.clinic.store.register(client)
    return users
  }

  private func assertion(
    at now: Instant, header: [String: JSON] = [:], claims changes: [String: JSON?] = [:], jti: String
  ) throws -> String {
    var head: JSON = ["alg": "ES384", "typ": "JWT", "kid": "k1"]
    for (name, value) in header { head[name] = value }
    var claims: JSON = [
      "iss": "cron", "sub": "cron", "aud": .string(Clinic.origin + "/auth/token"),
      "exp": .number(String(now.seconds + 300)), "jti": .string(jti),
    ]
    for (name, value) in changes { claims[name] = value }
    let signed = Base64.encodeForURL(head.bytes()) + "." + Base64.encodeForURL(claims.bytes())
    let signature = try key.signature(for: Array(signed.utf8))
    return signed + "." + Base64.encodeForURL(Array(signature.rawRepresentation))
  }

  private func ask(_ browser: TestBrowser, _ assertion: String, scope: String = "system/Communication.rs") async throws
    -> Reply
  {
    try await browser.post(
      "/auth/token",
      [
        ("grant_type", "client_credentials"), ("scope", scope), ("client_assertion_type", ClientAssertion.type),
        ("client_assertion", assertion),
      ])
  }

  @Test func `a backend gets what it is registered for, and sees what its user sees`() async throws {
    let users = try await clinic()
    let browser = users.browser()
    let wide = "system/Communication.cruds system/Patient.rs system/Task.rs offline_access"
    let reply = try await ask(browser, try assertion(at: users.clock.now, jti: "1"), scope: wide)
    #expect(reply.status == 200 && reply.json["scope"]?.string == "system/Communication.rs system/Patient.rs")
    #expect(reply.json["expires_in"] == 300 && reply.json["refresh_token"] == nil)
    let token = try #require(reply.json["access_token"]?.string)
    #expect(try await browser.search(token) == 200)
    for (patient, status) in [("a", 200), ("b", 404)] {
      let found = try await browser.send(
        "GET", "/fhir/Patient/\(patient)", body: "", headers: ["Authorization": "Bearer \(token)"])
      #expect(found.status == status)
    }
    users.clock.pass(seconds: 300)
    #expect(try await browser.search(token) == 401)
  }

  @Test func `an assertion is good once`() async throws {
    let users = try await clinic()
    let browser = users.browser()
    let once = try assertion(at: users.clock.now, jti: "1")
    #expect(try await ask(browser, once).status == 200)
    let again = try await ask(browser, once)
    #expect(again.status == 401 && again.json["error"] == "invalid_client")
    users.clock.pass(seconds: 305)
    #expect(try await ask(browser, once).status == 401, "not when its name may be forgotten either")
  }

  @Test(
    arguments: [
      ["iss": "other"], ["sub": "other"], ["aud": "https://other.example/token"], ["aud": nil], ["exp": nil],
      ["jti": nil],
      ["exp": .number("1800000411")], ["exp": .number("1799999900")], ["nbf": .number("1800000100")], ["jti": ""],
      ["aud": .array([])],
    ] as [[String: JSON?]])
  func `an assertion that says something else is refused`(change: [String: JSON?]) async throws {
    let users = try await clinic()
    let reply = try await ask(
      users.browser(), try assertion(at: users.clock.now, claims: change, jti: "1"))
    #expect(reply.status == 401 && reply.json["error"] == "invalid_client")
  }

  @Test(
    arguments: [
      ["alg": "none"], ["alg": "HS256"], ["alg": "HS384"], ["alg": "ES256"], ["alg": "RS384"], ["alg": "RS256"],
      ["kid": "other"], ["crit": ["exp"]],
    ] as [[String: JSON]])
  func `an assertion with another header is refused`(header: [String: JSON]) async throws {
    let users = try await clinic()
    let good = try assertion(at: users.clock.now, header: header, jti: "1")
    let unsigned = good.split(separator: ".").prefix(2).joined(separator: ".") + "."
    for assertion in [good, unsigned] {
      let reply = try await ask(users.browser(), assertion)
      #expect(reply.status == 401 && reply.json["error"] == "invalid_client")
    }
  }

  @Test func `a tampered assertion, one of another key and one of a locked client are refused`() async throws {
    let users = try await clinic()
    let browser = users.browser()
    let good = try assertion(at: users.clock.now, jti: "1")
    var parts = good.split(separator: ".").map(String.init)
    let other = try assertion(at: users.clock.now, claims: ["sub": "cron", "x": 1], jti: "2").split(separator: ".")
    parts[1] = String(other[1])
    #expect(try await ask(browser, parts.joined(separator: ".")).status == 401)
    #expect(try await ask(browser, "x.y").status == 401)
    #expect(try await ask(browser, good, scope: "system/Task.rs").json["error"] == "invalid_scope")
    try await users.clinic.store.disableClient("cron")
    #expect(try await ask(browser, try assertion(at: users.clock.now, jti: "3")).status == 401)
  }

  @Test func `a resource server may ask about every token, another backend about its own`() async throws {
    for mayIntrospect in [true, false] {
      let users = try await clinic { $0.mayIntrospect = mayIntrospect }
      let browser = users.browser()
      let access = try await browser.redeem(try await browser.code("ada")).json["access_token"]?.string
      let form = [
        ("client_assertion_type", ClientAssertion.type),
        ("client_assertion", try assertion(at: users.clock.now, jti: "1")), ("token", access ?? ""),
      ]
      #expect(try await browser.post("/auth/introspect", form).json["active"] == .bool(mayIntrospect))
    }
  }

  @Test func `a key set is taken for its public keys of use only`() {
    #expect(KeySet(keys) != nil)
    let secret = keys.replacing("\"kid\":\"k1\"", with: "\"kid\":\"k1\",\"d\":\"AAAA\"")
    let short: JSON = ["keys": [["kty": "RSA", "n": .string(String(repeating: "A", count: 171)), "e": "AQAB"]]]
    for text in ["", "{}", "{\"keys\":[]}", secret, short.text(), "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}"] {
      #expect(KeySet(text) == nil, "\(text)")
    }
  }
}
