import CareTeamCore
import Testing

@testable import CareTeamServer

struct InteractionTests {
  @Test func `a created resource comes back as it was sent, with its version`() async throws {
    let clinic = try await Clinic()
    let created = try await clinic.send("POST", "CommunicationRequest", Samples.conversation())
    #expect(created.status == 201)
    #expect(created.header("ETag") == "W/\"1\"")
    #expect(created.header("Location") == "\(Clinic.base)/CommunicationRequest/\(created.id)/_history/1")
    #expect(created.header("Last-Modified")?.hasSuffix("GMT") == true)
    let read = try await clinic.send("GET", "CommunicationRequest/\(created.id)")
    #expect(read.status == 200)
    #expect(read.json == created.json)
    var rest = read.json
    rest["id"] = nil
    rest["meta"] = nil
    #expect(rest == Samples.conversation())
  }

  @Test func `Prefer return=minimal leaves the body out`() async throws {
    let clinic = try await Clinic()
    let reply = try await clinic.send(
      "POST", "CommunicationRequest", Samples.conversation(), headers: ["Prefer": "return=minimal"])
    #expect(reply.status == 201)
    #expect(reply.bytes.isEmpty)
    #expect(reply.header("Location") != nil)
  }

  @Test func `HEAD answers like GET without a body`() async throws {
    let clinic = try await Clinic()
    let reply = try await clinic.send("HEAD", "Patient/a")
    #expect(reply.status == 200)
    #expect(reply.bytes.isEmpty)
    #expect(reply.header("ETag") == "W/\"1\"")
  }

  @Test func `every version can be read and the history lists them all`() async throws {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    var closed = Samples.conversation(status: "completed")
    closed["id"] = .string(id)
    let updated = try await clinic.send("PUT", "CommunicationRequest/\(id)", closed)
    #expect(updated.status == 200)
    #expect(updated.header("ETag") == "W/\"2\"")
    #expect(try await clinic.send("DELETE", "CommunicationRequest/\(id)").status == 204)
    #expect(try await clinic.send("GET", "CommunicationRequest/\(id)").status == 410)
    let first = try await clinic.send("GET", "CommunicationRequest/\(id)/_history/1")
    #expect(first.json["status"]?.string == "active")
    #expect(try await clinic.send("GET", "CommunicationRequest/\(id)/_history/3").status == 410)
    #expect(try await clinic.send("GET", "CommunicationRequest/\(id)/_history/9").status == 404)
    let history = try await clinic.send("GET", "CommunicationRequest/\(id)/_history")
    #expect(history.json["total"]?.int == 3)
    let methods = history.json["entry"]?.array.compactMap { $0["request"]?["method"]?.string }
    #expect(methods == ["DELETE", "PUT", "POST"])
  }

  @Test func `If-Match of an old version is refused and changes nothing`() async throws {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    var closed = Samples.conversation(status: "completed")
    closed["id"] = .string(id)
    let path = "CommunicationRequest/\(id)"
    #expect(try await clinic.send("PUT", path, closed, headers: ["If-Match": "W/\"1\""]).status == 200)
    let late = try await clinic.send("PUT", path, closed, headers: ["If-Match": "W/\"1\""])
    #expect(late.status == 412)
    #expect(late.issue == "conflict")
    #expect(try await clinic.send("GET", path).header("ETag") == "W/\"2\"")
  }

  @Test func `conditional create makes one, finds it again, and refuses to choose`() async throws {
    let clinic = try await Clinic()
    let condition = ["If-None-Exist": "identifier=urn:ietf:rfc:3986|urn:uuid:1"]
    let resource = Samples.conversation(identifier: "urn:uuid:1")
    let first = try await clinic.send("POST", "CommunicationRequest", resource, headers: condition)
    #expect(first.status == 201)
    let second = try await clinic.send("POST", "CommunicationRequest", resource, headers: condition)
    #expect(second.status == 200)
    #expect(second.id == first.id)
    _ = try await clinic.send("POST", "CommunicationRequest", resource)
    let third = try await clinic.send("POST", "CommunicationRequest", resource, headers: condition)
    #expect(third.status == 412)
    #expect(third.issue == "multiple-matches")
  }

  @Test func `conditional creates at once make one resource`() async throws {
    let clinic = try await Clinic()
    let condition = ["If-None-Exist": "identifier=urn:ietf:rfc:3986|urn:uuid:2"]
    let replies = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for _ in 0..<8 {
        group.addTask {
          let reply = try await clinic.send(
            "POST", "CommunicationRequest", Samples.conversation(identifier: "urn:uuid:2"), headers: condition)
          return (reply.status, reply.id)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(replies.filter { $0.0 == 201 }.count == 1)
    #expect(replies.filter { $0.0 == 200 }.count == 7)
    #expect(Set(replies.map(\.1)).count == 1)
  }

  @Test func `a message without a time is given one, and received is left alone`() async throws {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    let message = try await clinic.send("POST", "Communication", Samples.message(in: id, sent: nil))
    #expect(message.status == 201)
    #expect(message.json["sent"]?.string == message.json["meta"]?["lastUpdated"]?.string)
    #expect(message.json["received"] == nil)
  }

  @Test func `lastUpdated moves forward with every commit though the clock stands still`() async throws {
    let clinic = try await Clinic(clock: { Instant(seconds: 1_795_000_000) })
    var instants: [String] = []
    for _ in 0..<5 {
      let reply = try await clinic.send("POST", "CommunicationRequest", Samples.conversation())
      instants.append(reply.json["meta"]?["lastUpdated"]?.string ?? "")
    }
    #expect(Set(instants).count == 5)
    #expect(instants == instants.sorted())
  }
}
