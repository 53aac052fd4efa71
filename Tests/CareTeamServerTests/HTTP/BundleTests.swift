import CareTeamCore
import Testing

@testable import CareTeamServer

struct BundleTests {
  private func bundle(_ type: String, _ entries: [JSON]) -> JSON {
    ["resourceType": "Bundle", "type": .string(type), "entry": .array(entries)]
  }

  private func post(_ type: String, _ resource: JSON, fullURL: String? = nil, ifNoneExist: String? = nil) -> JSON {
    var request: JSON = ["method": "POST", "url": .string(type)]
    if let ifNoneExist { request["ifNoneExist"] = .string(ifNoneExist) }
    var entry: JSON = ["resource": resource, "request": request]
    if let fullURL { entry["fullUrl"] = .string(fullURL) }
    return entry
  }

  private func message(in urn: String, from sender: String = "Patient/a") -> JSON {
    var message = Samples.message(in: "x", from: sender)
    message["basedOn"] = [["reference": .string(urn)]]
    message["partOf"] = [["reference": .string(urn)]]
    return message
  }

  @Test func `a transaction's references lead to what it made`() async throws {
    let clinic = try await Clinic()
    let urn = "urn:uuid:5b1f7a52-0000-4000-8000-000000000001"
    let reply = try await clinic.send(
      "POST", "",
      bundle(
        "transaction",
        [
          post("Communication", message(in: urn)),
          post("CommunicationRequest", Samples.conversation(identifier: urn), fullURL: urn),
        ]))
    #expect(reply.status == 200)
    #expect(reply.json["type"]?.string == "transaction-response")
    let made = try #require(reply.json["entry"]?[1]?["resource"])
    #expect(made["identifier"]?[0]?["value"]?.string == urn)
    let link = reply.json["entry"]?[0]?["resource"]?["basedOn"]?[0]?["reference"]?.string
    #expect(link == "CommunicationRequest/\(made["id"]?.string ?? "")")
    #expect(reply.json["entry"]?[0]?["response"]?["status"]?.string == "201")
  }

  @Test func `a transaction that is refused in part stores nothing`() async throws {
    let clinic = try await Clinic()
    let reply = try await clinic.send(
      "POST", "",
      bundle(
        "transaction",
        [
          post("CommunicationRequest", Samples.conversation()),
          post("CommunicationRequest", Samples.conversation(from: "Patient/b")),
        ]))
    #expect(reply.status == 403)
    #expect(try await clinic.ids("CommunicationRequest").isEmpty)
  }

  @Test func `a batch does each entry for itself`() async throws {
    let clinic = try await Clinic()
    let condition = "identifier=urn:uuid:9"
    let resource = Samples.conversation(identifier: "urn:uuid:9")
    let reply = try await clinic.send(
      "POST", "",
      bundle(
        "batch",
        [
          post("CommunicationRequest", resource, ifNoneExist: condition),
          post("CommunicationRequest", Samples.conversation(from: "Patient/b")),
          post("CommunicationRequest", resource, ifNoneExist: condition),
          ["request": ["method": "GET", "url": "Patient/b"]], ["request": ["method": "GET", "url": "Patient?_id=a"]],
          ["request": ["method": "PUT", "url": "Patient"]], [:],
        ]))
    let statuses = reply.json["entry"]?.array.map { $0["response"]?["status"]?.string }
    #expect(statuses == ["201", "403", "200", "404", "200", "400", "400"])
    #expect(reply.json["entry"]?[4]?["resource"]?["total"]?.int == 1)
    #expect(try await clinic.ids("CommunicationRequest").count == 1)
  }

  @Test func `ifMatch holds inside a transaction`() async throws {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    var closed = Samples.conversation(status: "completed")
    closed["id"] = .string(id)
    let entry: JSON = [
      "resource": closed,
      "request": ["method": "PUT", "url": .string("CommunicationRequest/\(id)"), "ifMatch": "W/\"7\""],
    ]
    #expect(try await clinic.send("POST", "", bundle("transaction", [entry])).status == 412)
  }

  @Test(arguments: [("PUT", "PUT"), ("PUT", "DELETE"), ("DELETE", "PUT"), ("PATCH", "PUT")])
  func `a transaction that changes a resource twice is refused`(first: String, second: String) async throws {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    let entries = [first, second].map { method -> JSON in
      var closed = Samples.conversation(status: "completed")
      closed["id"] = .string(id)
      return [
        "resource": closed, "request": ["method": .string(method), "url": .string("CommunicationRequest/\(id)")],
      ]
    }
    #expect(try await clinic.send("POST", "", bundle("transaction", entries)).status == 400)
    let stored = try await clinic.send("GET", "CommunicationRequest/\(id)")
    #expect(stored.header("ETag") == "W/\"1\"" && stored.json["status"]?.string == "active")
  }

  @Test(arguments: ["batch", "transaction"]) func `Prefer return=minimal holds in a bundle`(type: String) async throws {
    let clinic = try await Clinic()
    let entries = [
      post("CommunicationRequest", Samples.conversation()), ["request": ["method": "GET", "url": "Patient/a"]],
    ]
    let reply = try await clinic.send("POST", "", bundle(type, entries), headers: ["Prefer": "return=minimal"])
    #expect(reply.json["entry"]?[0]?["response"]?["status"]?.string == "201")
    #expect(reply.json["entry"]?[0]?["resource"] == nil)
    #expect(reply.json["entry"]?[1]?["resource"]?["id"]?.string == "a", "what is read is what was asked for")
  }

  @Test(arguments: ["batch", "transaction"]) func `entries that are no array are refused`(type: String) async throws {
    let clinic = try await Clinic()
    for entry: JSON in ["x", [:], nil, ["x"]] {
      let reply = try await clinic.send(
        "POST", "", ["resourceType": "Bundle", "type": .string(type), "entry": entry])
      let status = reply.json["entry"]?[0]?["response"]?["status"]?.string ?? String(reply.status)
      #expect(status == "400", "\(entry)")
    }
  }
}
