import CareTeamCore
import Testing

@testable import CareTeamServer

/// Where scopes and patients meet what is in nobody's compartment, or comes by another way than it was asked for.
struct ScopedAccessTests {
  private static func clinic(_ tokens: [(String, String, String, String?)]) async throws -> Clinic {
    let clinic = try await Clinic()
    for (name, user, scopes, patient) in tokens {
      try await clinic.store.addToken(
        "token-" + name, for: user, expires: nil, scopes: Scopes(scopes), patient: patient, client: "app")
    }
    return clinic
  }

  private static func letTreatBoth(_ clinic: Clinic) async throws {
    try await clinic.store.put([
      "resourceType": "CareTeam", "id": "team-b", "status": "active", "subject": ["reference": "Patient/b"],
      "participant": [["member": ["reference": "Practitioner/lee"]], ["member": ["reference": "Practitioner/kim"]]],
    ])
  }

  @Test func `a doctor's own task about another patient is out of reach of a launch`() async throws {
    let clinic = try await Self.clinic([("launched", "Practitioner/lee", "patient/*.cruds", "a")])
    try await Self.letTreatBoth(clinic)
    for patient in ["a", "b"] {
      var task = Samples.receipt("c", owner: "Practitioner/lee", patient: patient)
      task["id"] = .string("task-" + patient)
      task["basedOn"] = nil
      try await clinic.store.put(task)
    }
    #expect(try await clinic.send("GET", "Task/task-b", as: "Practitioner/lee").status == 200)
    #expect(try await clinic.send("GET", "Task/task-a", as: "launched").status == 200)
    #expect(try await clinic.send("GET", "Task/task-b", as: "launched").status == 404)
    #expect(try await clinic.ids("Task", as: "launched") == ["task-a"])
    #expect(try await clinic.send("GET", "Task?_summary=count", as: "launched").json["total"]?.int == 1)
    var own = Samples.receipt("c", owner: "Practitioner/lee", patient: "b")
    own["basedOn"] = nil
    #expect(try await clinic.send("POST", "Task", own, as: "launched").status == 403)
    #expect(try await clinic.send("POST", "Task", own, as: "Practitioner/lee").status == 201)
  }

  @Test func `a next link of a wide token is none for a narrow one of the same user`() async throws {
    let clinic = try await Self.clinic([("narrow", "Patient/a", "patient/Communication.rs", "a")])
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    for _ in 0..<3 { _ = try await clinic.send("POST", "Communication", Samples.message(in: id)) }
    let next = try #require(try await clinic.send("GET", "Communication?_count=2").next)
    #expect(try await clinic.send("GET", next).status == 200)
    #expect(try await clinic.send("GET", next, as: "narrow").status == 400)
    let own = try #require(try await clinic.send("GET", "Communication?_count=2", as: "narrow").next)
    #expect(try await clinic.send("GET", own, as: "narrow").status == 200)
  }

  @Test func `a token that may write and not read is told nothing of what lies there`() async throws {
    let clinic = try await Self.clinic([("writer", "Patient/a", "patient/Communication.cu", "a")])
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    let message = try await clinic.send("POST", "Communication", Samples.message(in: id)).id
    let patch: JSON = [["op": "replace", "path": "/status", "value": "entered-in-error"]]
    let patched = try await clinic.patch("Communication/\(message)", patch, as: "writer")
    #expect(patched.status == 200)
    #expect(patched.bytes.isEmpty)
    let entry: JSON = ["request": ["method": "PUT", "url": .string("Communication/\(message)")]]
    var resource = try #require(try await clinic.store.resource("Communication", message, as: .system)).json()
    resource["meta"] = nil
    var full = entry
    full["resource"] = resource
    let bundle: JSON = ["resourceType": "Bundle", "type": "transaction", "entry": [full]]
    let answer = try await clinic.send("POST", "/fhir", bundle, as: "writer")
    #expect(answer.status == 200)
    #expect(answer.json["entry"]?[0]?["resource"] == nil)
  }

  @Test func `a refusal names the scope that is missing, in the kind that the token has`() async throws {
    let clinic = try await Self.clinic([
      ("patients", "Patient/a", "patient/Task.rs", "a"), ("users", "Practitioner/lee", "user/Task.rs", nil),
    ])
    for (token, scope) in [("patients", "patient/Communication.c"), ("users", "user/Communication.c")] {
      let reply = try await clinic.send("POST", "Communication", Samples.message(in: "x"), as: token)
      #expect(reply.status == 403)
      #expect(reply.issue == "forbidden")
      #expect(reply.text.contains(scope))
      #expect(
        reply.header("WWW-Authenticate")
          == "Bearer realm=\"careteam\", error=\"insufficient_scope\", scope=\"\(scope)\"")
    }
  }

  @Test func `whoever stops to act for a patient sees nothing more with a token for them`() async throws {
    let clinic = try await Self.clinic([("proxy", "RelatedPerson/mum", "patient/*.rs", "a")])
    #expect(try await clinic.send("GET", "Patient/a", as: "proxy").status == 200)
    try await clinic.store.put([
      "resourceType": "RelatedPerson", "id": "mum", "active": false, "patient": ["reference": "Patient/a"],
    ])
    #expect(try await clinic.send("GET", "Patient/a", as: "proxy").status == 404)
    #expect(try await clinic.ids("Patient", as: "proxy").isEmpty)
  }
}
