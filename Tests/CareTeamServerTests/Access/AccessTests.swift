import CareTeamCore
import Testing

@testable import CareTeamServer

struct AccessTests {
  /// A clinic where patient A has a conversation, a message, a receipt, a file and a subscription.
  private struct Scene {
    let clinic: Clinic
    var references: [String] = []

    init() async throws {
      clinic = try await Clinic()
      let conversation = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
      let message = try await clinic.send("POST", "Communication", Samples.message(in: conversation)).id
      let task = try await clinic.send("POST", "Task", Samples.receipt(conversation)).id
      let binary = try await clinic.send(
        "POST", "Binary",
        headers: ["Content-Type": "text/plain", "X-Security-Context": "CommunicationRequest/\(conversation)"],
        body: Array("secret".utf8)
      ).id
      let subscription = try await clinic.send(
        "POST", "Subscription",
        [
          "resourceType": "Subscription", "status": "requested", "criteria": "Communication?",
          "channel": ["type": "websocket"],
        ]
      ).id
      references = [
        "Patient/a", "CareTeam/team-a", "RelatedPerson/mum", "CommunicationRequest/\(conversation)",
        "Communication/\(message)", "Task/\(task)", "Binary/\(binary)", "Subscription/\(subscription)",
      ]
    }
  }

  @Test func `for patient B each resource of patient A is not there`() async throws {
    let scene = try await Scene()
    let clinic = scene.clinic
    for reference in scene.references {
      let type = String(reference.prefix { $0 != "/" })
      let id = String(reference.dropFirst(type.count + 1))
      #expect(try await clinic.send("GET", reference).status == 200)
      for user in ["Patient/b", "Practitioner/kim", "Device/auditor"] {
        for path in [reference, reference + "/_history", reference + "/_history/1"] {
          let reply = try await clinic.send("GET", path, as: user)
          #expect(reply.status == 404, "\(path) as \(user)")
          #expect(reply.issue == "not-found")
        }
        var taken: JSON = ["resourceType": .string(type), "id": .string(id), "status": "completed"]
        if type == "Binary" {
          taken["contentType"] = "text/plain"
          taken["data"] = ""
        }
        if type == "Subscription" { taken["status"] = "off" }
        #expect(try await clinic.send("PUT", reference, taken, as: user).status == 404, "PUT \(reference) as \(user)")
        let patch: JSON = [["op": "add", "path": "/status", "value": "x"]]
        #expect(try await clinic.patch(reference, patch, as: user).status == (type == "Binary" ? 422 : 404))
        #expect(try await clinic.send("DELETE", reference, as: user).status == 404)
        if type != "Binary" {
          let search = try await clinic.send("GET", "\(type)?_id=\(id)", as: user)
          #expect(search.ids.isEmpty)
          #expect(search.json["total"]?.int == 0)
        }
      }
    }
  }

  @Test func `a proxy and the care team see the patient's conversation`() async throws {
    let scene = try await Scene()
    for user in ["RelatedPerson/mum", "Practitioner/lee"] {
      for reference in scene.references where !reference.hasPrefix("Subscription") {
        #expect(try await scene.clinic.send("GET", reference, as: user).status == 200, "\(reference) as \(user)")
      }
    }
  }

  @Test func `whoever leaves the care team sees nothing more`() async throws {
    let scene = try await Scene()
    let clinic = scene.clinic
    #expect(try await clinic.send("GET", "Patient/a", as: "Practitioner/lee").status == 200)
    var team = try #require(try await clinic.store.resource("CareTeam", "team-a", as: .system)).json()
    team["status"] = "inactive"
    try await clinic.store.put(team)
    for reference in scene.references {
      #expect(try await clinic.send("GET", reference, as: "Practitioner/lee").status == 404)
    }
  }

  @Test func `an include never brings someone else's resource`() async throws {
    let clinic = try await Clinic()
    try await clinic.store.put(Samples.conversation(about: "b", from: "Patient/b"))
    var leaking = Samples.conversation()
    leaking["id"] = "leak"
    leaking["recipient"] = [["reference": "Patient/b"], ["reference": "Practitioner/lee"]]
    try await clinic.store.put(leaking)
    let reply = try await clinic.send(
      "GET",
      "CommunicationRequest?_id=leak&_include=CommunicationRequest:recipient&_include=CommunicationRequest:subject")
    let included = (reply.json["entry"]?.array ?? []).compactMap { $0["resource"]?["resourceType"]?.string }
    #expect(included == ["CommunicationRequest", "Practitioner", "Patient"])
    #expect(!reply.text.contains("Berg"))
  }

  @Test func `nobody writes in another's name, to strangers, or about someone else`() async throws {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    let other = try await clinic.send(
      "POST", "CommunicationRequest", Samples.conversation(about: "b", from: "Patient/b", to: ["Practitioner/kim"]),
      as: "Patient/b"
    ).id
    let refused = [
      Samples.message(in: id, from: "Patient/b"), Samples.message(in: id, from: "Practitioner/lee"),
      Samples.message(in: id, about: "b"), Samples.message(in: id, to: ["Practitioner/kim"]),
      Samples.message(in: id, to: ["Patient/b"]), Samples.message(in: other), Samples.message(in: "nothing"),
    ]
    for message in refused {
      let reply = try await clinic.send("POST", "Communication", message)
      #expect(reply.status == 403)
      #expect(reply.issue == "forbidden")
    }
    #expect(try await clinic.ids("Communication").isEmpty)
    let forged = Samples.conversation(about: "b", from: "Patient/b", to: ["Practitioner/kim"])
    #expect(try await clinic.send("POST", "CommunicationRequest", forged).status == 403)
  }

  @Test func `a proxy writes as a related person, not as the patient`() async throws {
    let clinic = try await Clinic()
    let own = Samples.conversation(from: "RelatedPerson/mum")
    #expect(try await clinic.send("POST", "CommunicationRequest", own, as: "RelatedPerson/mum").status == 201)
    let forged = Samples.conversation()
    #expect(try await clinic.send("POST", "CommunicationRequest", forged, as: "RelatedPerson/mum").status == 403)
  }

  @Test func `a recipient changes received and nothing else, a sender retracts`() async throws {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    let message = try await clinic.send("POST", "Communication", Samples.message(in: id)).id
    let path = "Communication/\(message)"
    let received: JSON = [["op": "add", "path": "/received", "value": "2026-11-23T10:00:00Z"]]
    #expect(try await clinic.patch(path, received, as: "Practitioner/lee").status == 200)
    let reworded: JSON = [["op": "replace", "path": "/payload/0/contentString", "value": "No"]]
    #expect(try await clinic.patch(path, reworded, as: "Practitioner/lee").status == 403)
    #expect(try await clinic.patch(path, reworded).status == 403)
    let retracted: JSON = [["op": "replace", "path": "/status", "value": "entered-in-error"]]
    #expect(try await clinic.patch(path, retracted, as: "Practitioner/lee").status == 403)
    #expect(try await clinic.patch(path, retracted, as: "RelatedPerson/mum").status == 403)
    #expect(try await clinic.patch(path, retracted).status == 200)
  }

  @Test func `a closed conversation takes no reply until a participant opens it`() async throws {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    let path = "CommunicationRequest/\(id)"
    let close: JSON = [["op": "replace", "path": "/status", "value": "completed"]]
    #expect(try await clinic.patch(path, close, as: "Practitioner/lee").status == 200)
    let refused = try await clinic.send("POST", "Communication", Samples.message(in: id))
    #expect(refused.status == 422)
    #expect(refused.issue == "business-rule")
    let open: JSON = [["op": "replace", "path": "/status", "value": "active"]]
    #expect(try await clinic.patch(path, open).status == 200)
    #expect(try await clinic.send("POST", "Communication", Samples.message(in: id)).status == 201)
  }

  @Test func `an answer to a message of a closed conversation is refused though it names no conversation`() async throws
  {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    let first = try await clinic.send("POST", "Communication", Samples.message(in: id)).id
    func answer(to reference: String) -> JSON {
      var answer = Samples.message(in: id)
      answer["basedOn"] = nil
      answer["partOf"] = nil
      answer["inResponseTo"] = [["reference": .string(reference)]]
      return answer
    }
    let second = try await clinic.send("POST", "Communication", answer(to: "Communication/\(first)"))
    #expect(second.status == 201)
    let close: JSON = [["op": "replace", "path": "/status", "value": "completed"]]
    #expect(try await clinic.patch("CommunicationRequest/\(id)", close).status == 200)
    for target in ["CommunicationRequest/\(id)", "Communication/\(first)", "Communication/\(second.id)"] {
      let refused = try await clinic.send("POST", "Communication", answer(to: target))
      #expect(refused.status == 422, "\(target)")
      #expect(refused.issue == "business-rule")
    }
  }

  @Test func `a conversation is taken back by who wrote it and by nobody else`() async throws {
    let clinic = try await Clinic()
    let conversation = Samples.conversation(from: "Practitioner/lee", to: ["Patient/a"])
    let id = try await clinic.send("POST", "CommunicationRequest", conversation, as: "Practitioner/lee").id
    func set(_ status: String, as user: String) async throws -> Int {
      let patch: JSON = [["op": "replace", "path": "/status", "value": .string(status)]]
      return try await clinic.patch("CommunicationRequest/\(id)", patch, as: user).status
    }
    for status in ["entered-in-error", "revoked", "draft", "unknown"] {
      #expect(try await set(status, as: "Patient/a") == 403, "\(status)")
    }
    for status in ["draft", "unknown"] { #expect(try await set(status, as: "Practitioner/lee") == 403, "\(status)") }
    for status in ["on-hold", "completed", "active"] { #expect(try await set(status, as: "Patient/a") == 200) }
    #expect(try await set("entered-in-error", as: "Practitioner/lee") == 200)
    #expect(try await set("active", as: "Patient/a") == 403, "what was taken back stays so")
    #expect(try await set("active", as: "Practitioner/lee") == 200)
  }

  @Test func `a Task is its owner's, and who may see whom is the administrator's`() async throws {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    let task = try await clinic.send("POST", "Task", Samples.receipt(id)).id
    let done: JSON = [["op": "replace", "path": "/status", "value": "completed"]]
    #expect(try await clinic.patch("Task/\(task)", done, as: "Practitioner/lee").status == 403)
    #expect(try await clinic.patch("Task/\(task)", done).status == 200)
    #expect(try await clinic.send("POST", "Task", Samples.receipt(id, owner: "Practitioner/lee")).status == 403)
    let grab: JSON = ["resourceType": "CareTeam", "status": "active", "subject": ["reference": "Patient/a"]]
    for user in ["Patient/a", "Practitioner/lee", "Practitioner/kim"] {
      #expect(try await clinic.send("POST", "CareTeam", grab, as: user).status == 403)
    }
    let rename: JSON = [["op": "remove", "path": "/name"]]
    #expect(try await clinic.patch("Patient/a", rename).status == 403)
    #expect(try await clinic.patch("Patient/a", rename, as: "Device/admin").status == 200)
  }

  @Test func `what was done and refused can be read by auditors alone`() async throws {
    let clinic = try await Clinic()
    _ = try await clinic.send("GET", "Patient/a")
    _ = try await clinic.send("GET", "Patient/a", as: "Patient/b")
    let events = try await clinic.send("GET", "AuditEvent?agent=Patient/a", as: "Device/auditor")
    let event = try #require(events.json["entry"]?[0]?["resource"])
    #expect(event["entity"]?[0]?["what"]?["reference"]?.string == "Patient/a/_history/1")
    #expect(event["outcome"]?.string == "0")
    let refused = try await clinic.ids("AuditEvent?agent=Patient/b&outcome=4&entity=Patient/a", as: "Device/auditor")
    #expect(refused.count == 1)
    #expect(try await clinic.ids("AuditEvent?patient=a", as: "Device/auditor").count == 2)
    #expect(try await clinic.ids("AuditEvent").isEmpty)
    #expect(try await clinic.ids("AuditEvent", as: "Practitioner/lee").isEmpty)
    #expect(try await clinic.send("DELETE", "AuditEvent/\(refused[0])", as: "Device/auditor").status == 403)
  }
}
