import CareTeamCore
import Testing

@testable import CareTeamServer

/// What the server makes of a resource before it keeps it.
struct CompletionTests {
  private func conversation(_ clinic: Clinic) async throws -> String {
    try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
  }

  @Test func `people are called what the clinic calls them, whatever a message says`() async throws {
    let clinic = try await Clinic()
    var message = Samples.message(in: try await conversation(clinic))
    message["sender"] = ["reference": "Patient/a", "display": "Dr. Lee"]
    message["recipient"] = [["reference": "Practitioner/lee", "display": "Hacked"]]
    message["subject"] = ["reference": "Patient/a", "display": "Somebody else"]
    let stored = try await clinic.send("POST", "Communication", message)
    #expect(stored.status == 201)
    for person in [stored.json["sender"], stored.json["recipient"]?[0], stored.json["subject"]] {
      let reference = try #require(person?["reference"]?.string)
      let own = try await clinic.send("GET", reference, as: "Practitioner/lee").json
      #expect(person?["display"]?.string == Resource(own).humanName, "\(reference)")
    }
  }

  @Test func `a reference that names this server is one to it`() async throws {
    let clinic = try await Clinic()
    let id = try await conversation(clinic)
    let text = Samples.message(in: id, from: "Practitioner/lee", to: ["Patient/a"]).text()
      .replacing(#""reference":""#, with: #""reference":"\#(Clinic.base)/"#)
    let stored = try await clinic.send("POST", "Communication", JSON(parsing: text), as: "Practitioner/lee")
    #expect(stored.status == 201 && stored.json["subject"]?["reference"] == "Patient/a")
    #expect(try await clinic.send("GET", "Communication/\(stored.id)").status == 200)
    #expect(try await clinic.send("GET", "Communication?part-of=CommunicationRequest/\(id)").ids.contains(stored.id))
  }

  @Test func `nothing was sent after now, and its writer does not say that it was received`() async throws {
    let clinic = try await Clinic()
    var message = Samples.message(in: try await conversation(clinic), sent: "2131-01-01T00:00:00Z")
    message["received"] = "2131-01-01T00:00:00Z"
    let stored = try await clinic.send("POST", "Communication", message).json
    let updated = try #require(Resource(stored).lastUpdated)
    #expect(Resource(stored).instant("sent") == updated && stored["received"] == nil)
    var request = Samples.conversation()
    request["authoredOn"] = "2131-01-01"
    let begun = try await clinic.send("POST", "CommunicationRequest", request).json
    #expect(Resource(begun).instant("authoredOn") == Resource(begun).lastUpdated)
    let before = try await clinic.send("POST", "Communication", Samples.message(in: Resource(begun).id ?? "")).json
    #expect(before["sent"] == "2026-11-23T09:00:00Z")
  }
}
