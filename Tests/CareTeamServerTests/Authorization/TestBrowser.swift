import CareTeamCore
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import CareTeamServer

/// A browser without a script: it keeps the cookie and sends the forms of pages back.
final class TestBrowser {
  static let redirect = "http://127.0.0.1:50111/callback"
  static let verifier = String(repeating: "v", count: 43)
  static let challenge = "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM"

  let responder: FHIRResponder
  let address: String
  var cookie: String?

  init(_ responder: FHIRResponder, from address: String = "192.0.2.1") {
    self.responder = responder
    self.address = address
  }

  func get(_ target: String) async throws -> Reply { try await send("GET", target, body: "", headers: [:]) }

  func post(_ target: String, _ form: [(String, String)], headers: [String: String] = [:]) async throws -> Reply {
    let text = FormQuery(form.map { FormQuery.Pair(name: $0.0, value: $0.1) }).text
    return try await send(
      "POST", target, body: text, headers: ["Content-Type": "application/x-www-form-urlencoded"].merging(headers) { $1 }
    )
  }

  func send(_ method: String, _ target: String, body: String, headers: [String: String]) async throws -> Reply {
    var head = HTTPTypes.HTTPRequest(
      method: .init(rawValue: method) ?? .get, scheme: "http", authority: "127.0.0.1:1", path: target)
    var headers = headers
    if let cookie { headers["Cookie"] = "other=1; " + cookie }
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { head.headerFields[name] = value }
    }
    let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(string: body)))
    let reply = try await Reply(await responder.respond(to: request, from: address))
    if let set = reply.header("Set-Cookie") { cookie = set.split(separator: ";").first.map(String.init) }
    return reply
  }

  /// The address of a request for a code, with some parameters changed; nil leaves one out.
  static func request(scope: String = "patient/Communication.crs", _ changes: [String: String?] = [:]) -> String {
    var values: [String: String?] = [
      "response_type": "code", "client_id": "careteam", "redirect_uri": redirect, "state": "a state&more",
      "scope": scope, "aud": Clinic.base, "code_challenge": challenge, "code_challenge_method": "S256",
    ]
    for (name, value) in changes { values[name] = .some(value) }
    let pairs = values.sorted { $0.key < $1.key }.compactMap { name, value in
      value.map { FormQuery.Pair(name: name, value: $0) }
    }
    return "/auth/authorize?" + FormQuery(pairs).text
  }

  /// Logs in on a page of login.
  @discardableResult
  func login(_ page: Reply, _ name: String, _ password: String = TestUsers.password) async throws -> Reply {
    try await post(
      "/auth/login",
      [
        ("csrf", try page.field("csrf")), ("next", try page.field("next")), ("login", name), ("password", password),
      ])
  }

  /// The page of consent to a request, after a login.
  func consentPage(_ name: String, _ target: String) async throws -> Reply {
    let page = try await get(target)
    guard page.text.contains("name=\"password\"") else { return page }
    let answer = try await login(page, name)
    try #require(answer.status == 303, "\(answer.text)")
    return try await get(try #require(answer.header("Location")))
  }

  /// Answers a page of consent with the boxes as they are, but for those named.
  func consent(
    _ page: Reply, decision: String = "allow", unticking: Set<String> = [], patient: String? = nil
  ) async throws -> Reply {
    var form = [("csrf", try page.field("csrf")), ("request", try page.field("request")), ("decision", decision)]
    form += page.boxes.filter { !unticking.contains($0) }.map { ("scope:" + $0, "yes") }
    if let patient { form.append(("patient", patient)) }
    return try await post("/auth/consent", form)
  }

  /// A code for a user who allows everything.
  func code(_ name: String, scope: String = "patient/Communication.crs offline_access") async throws -> String {
    let answer = try await consent(try await consentPage(name, Self.request(scope: scope)))
    return try #require(answer.redirectValue("code"), "\(answer.status) \(answer.text)")
  }

  func redeem(_ code: String, _ changes: [String: String] = [:]) async throws -> Reply {
    let form = [
      "grant_type": "authorization_code", "client_id": "careteam", "code": code, "redirect_uri": Self.redirect,
      "code_verifier": Self.verifier,
    ]
    return try await post("/auth/token", form.merging(changes) { $1 }.map { ($0.key, $0.value) })
  }

  func refresh(_ token: String, _ changes: [String: String] = [:]) async throws -> Reply {
    let form = ["grant_type": "refresh_token", "client_id": "careteam", "refresh_token": token]
    return try await post("/auth/token", form.merging(changes) { $1 }.map { ($0.key, $0.value) })
  }

  /// The status of a search for messages with a token.
  func search(_ token: String?) async throws -> Int {
    try await send(
      "GET", "/fhir/Communication", body: "", headers: ["Authorization": "Bearer \(token ?? "")"]
    ).status
  }
}

extension Reply {
  /// The value of a hidden field, or of any other.
  func field(_ name: String) throws -> String {
    let found = text.firstRange(of: "name=\"\(name)\" value=\"")
    let start = try #require(found, "no field \(name) in \(status) \(text)").upperBound
    return Self.unescaped(String(text[start...].prefix { $0 != "\"" }))
  }

  /// The scopes of a page of consent.
  var boxes: [String] {
    text.ranges(of: "name=\"scope:").map { range in
      Self.unescaped(String(text[range.upperBound...].prefix { $0 != "\"" }))
    }
  }

  /// A value that a browser takes back to the client.
  func redirectValue(_ name: String) -> String? {
    guard status == 303, let query = header("Location")?.split(separator: "?", maxSplits: 1).last else { return nil }
    return (try? FormQuery(parsing: String(query)))?.value(name)
  }

  private static func unescaped(_ text: String) -> String {
    text.replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }
}
