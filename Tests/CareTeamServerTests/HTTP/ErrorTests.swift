import CareTeamCore
import Testing

@testable import CareTeamServer

struct ErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var method: String
    var path: String
    var body = ""
    var type = "application/fhir+json"
    var accept: String?
    var status: Int
    var issue: String
    var testDescription: String { "\(method) \(path) \(status)" }
  }

  static let cases = [
    Case(method: "GET", path: "/", status: 404, issue: "not-found"),
    Case(method: "GET", path: "Nonsense", status: 404, issue: "not-found"),
    Case(method: "GET", path: "Patient/a/b/c", status: 404, issue: "not-found"),
    Case(method: "GET", path: "Patient/a_b", status: 404, issue: "not-found"),
    Case(method: "DELETE", path: "Patient", status: 405, issue: "not-supported"),
    Case(method: "PUT", path: "metadata", status: 405, issue: "not-supported"),
    Case(method: "GET", path: "websocket", status: 426, issue: "not-supported"),
    Case(method: "GET", path: "Patient/a", accept: "application/fhir+xml", status: 406, issue: "not-supported"),
    Case(method: "GET", path: "Patient?_format=xml", status: 406, issue: "not-supported"),
    Case(method: "POST", path: "Task", body: "<x/>", type: "text/xml", status: 415, issue: "not-supported"),
    Case(method: "PATCH", path: "Task/1", body: "[]", status: 415, issue: "not-supported"),
    Case(method: "POST", path: "Task/_search", body: "a=b", status: 415, issue: "not-supported"),
    Case(method: "POST", path: "Task", body: "{", status: 400, issue: "structure"),
    Case(method: "POST", path: "Task", body: "[]", status: 400, issue: "structure"),
    Case(method: "POST", path: "Task", body: "{\"resourceType\":\"Nonsense\"}", status: 400, issue: "structure"),
    Case(method: "POST", path: "Task", body: "{\"resourceType\":\"Patient\"}", status: 400, issue: "invalid"),
    Case(method: "POST", path: "Task", body: "{\"resourceType\":\"Task\"}", status: 422, issue: "value"),
    Case(
      method: "POST", path: "Task", body: "{\"resourceType\":\"Task\",\"resourceType\":\"Task\"}", status: 400,
      issue: "structure"),
    Case(
      method: "POST", path: "Task", body: String(repeating: "[", count: 10_000), status: 400, issue: "structure"),
    Case(
      method: "POST", path: "Task",
      body: "{\"resourceType\":\"Task\",\"status\":\"requested\",\"owner\":{\"reference\":\"../etc\"}}", status: 422,
      issue: "value"),
    Case(method: "GET", path: "Task?nonsense=1", status: 400, issue: "not-supported"),
    Case(method: "GET", path: "Task?status:in=1", status: 400, issue: "not-supported"),
    Case(method: "GET", path: "Task?modified=yesterday", status: 400, issue: "value"),
    Case(method: "GET", path: "Task?_count=-1", status: 400, issue: "value"),
    Case(method: "GET", path: "Task?_page=AAAA", status: 400, issue: "value"),
    Case(method: "GET", path: "Task?status=%FF", status: 400, issue: "invalid"),
    Case(method: "GET", path: "Patient/a/$nothing", status: 404, issue: "not-supported"),
    Case(method: "GET", path: "Patient/nobody", status: 404, issue: "not-found"),
    Case(
      method: "POST", path: "", body: "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}", status: 400,
      issue: "value"),
  ]

  @Test(arguments: cases) func `every refusal is an OperationOutcome`(refused: Case) async throws {
    let clinic = try await Clinic()
    var headers = ["Content-Type": refused.type]
    headers["Accept"] = refused.accept
    let reply = try await clinic.send(refused.method, refused.path, headers: headers, body: Array(refused.body.utf8))
    #expect(reply.status == refused.status)
    #expect(reply.issue == refused.issue)
    #expect(reply.header("Content-Type")?.hasPrefix("application/fhir+json") == true)
    if refused.status == 405 { #expect(reply.header("Allow") != nil) }
  }

  @Test func `a body over the limit is refused`() async throws {
    let clinic = try await Clinic { $0.bodyLimit = 1000 }
    var large = Samples.conversation()
    large["note"] = .string(String(repeating: "x", count: 2000))
    let reply = try await clinic.send("POST", "CommunicationRequest", large)
    #expect(reply.status == 413)
    #expect(reply.issue == "too-long")
  }

  @Test func `without a good token nothing but discovery is open`() async throws {
    let clinic = try await Clinic()
    for path in ["Patient/a", "Patient", "", "/auth/userinfo"] where path != "" {
      let reply = try await clinic.send("GET", path, as: nil)
      #expect(reply.status == 401)
      #expect(reply.issue == "login")
      #expect(reply.header("WWW-Authenticate")?.hasPrefix("Bearer") == true)
    }
    #expect(try await clinic.send("GET", "Patient/a", as: "nobody").status == 401)
    for path in ["metadata", "/.well-known/smart-configuration", ".well-known/smart-configuration"] {
      #expect(try await clinic.send("GET", path, as: nil).status == 200)
    }
  }

  @Test func `an expired, a revoked token and a disabled user are refused at once`() async throws {
    let clinic = try await Clinic()
    try await clinic.store.addToken("token-old", for: "Patient/a", expires: Instant(seconds: 1))
    #expect(try await clinic.send("GET", "Patient/a", as: "old").status == 401)
    try await clinic.store.addToken("token-new", for: "Patient/a", expires: nil)
    #expect(try await clinic.send("GET", "Patient/a", as: "new").status == 200)
    try await clinic.store.revokeToken("token-new")
    #expect(try await clinic.send("GET", "Patient/a", as: "new").status == 401)
    try await clinic.store.setUser("Patient/a", disabled: true)
    #expect(try await clinic.send("GET", "Patient/a").status == 401)
  }

  @Test func `an unknown parameter is ignored when the client is lenient, and not in the self link`() async throws {
    let clinic = try await Clinic()
    let reply = try await clinic.send("GET", "Patient?nonsense=1&_id=a", headers: ["Prefer": "handling=lenient"])
    #expect(reply.ids == ["a"])
    #expect(reply.json["link"]?[0]?["url"]?.string == "\(Clinic.base)/Patient?_id=a")
  }

  @Test func `userinfo says who is logged in`() async throws {
    let clinic = try await Clinic()
    let patient = try await clinic.send("GET", "/auth/userinfo").json
    #expect(patient["fhirUser"]?.string == "Patient/a")
    #expect(patient["patient"]?.string == "a")
    let proxy = try await clinic.send("GET", "/auth/userinfo", as: "RelatedPerson/mum").json
    #expect(proxy["patient"]?.string == "a")
    let doctor = try await clinic.send("GET", "/auth/userinfo", as: "Practitioner/lee").json
    #expect(doctor["patient"] == nil)
  }
}
