import CareTeamCore
import Testing

@testable import CareTeamServer

/// What is not FHIR is refused before anybody else gets it, with the name of the element.
struct StructureTests {
  struct Case: Sendable, CustomTestStringConvertible {
    /// What is set in a message that is good without it.
    var member: String
    var value: String
    var status: Int
    var expression: String
    init(_ member: String, _ value: String, _ status: Int, _ expression: String? = nil) {
      self.member = member
      self.value = value
      self.status = status
      self.expression = "Communication." + (expression ?? member)
    }
    var testDescription: String { "\(member) \(value)" }
  }

  static let refused = [
    Case("sent", #""yesterday""#, 422), Case("sent", #""2026-11-23T10:00Z""#, 422),
    Case("sent", #""2026-11-23T10:00:00""#, 422), Case("received", "5", 400), Case("sent", "null", 400),
    Case("payload", #""x""#, 400), Case("payload", "[]", 400), Case("payload", "[{}]", 400, "payload[0]"),
    Case("payload", "[null]", 400, "payload[0]"),
    Case("payload", #"[{"contentString":"a","contentReference":{"reference":"Task/1"}}]"#, 400, "payload[0]"),
    Case("payload", #"[{"contentString":"a"},{"id":"x"}]"#, 400, "payload[1]"),
    Case("payload", #"[{"contentString":5}]"#, 400, "payload[0].contentString"),
    Case("payload", #"[{"contentAttachment":{"size":"5"}}]"#, 400, "payload[0].contentAttachment.size"),
    Case("payload", #"[{"contentAttachment":{"creation":"5"}}]"#, 422, "payload[0].contentAttachment.creation"),
    Case("bogus", "{}", 400), Case("_bogus", "{}", 400), Case("authoredOn", #""2026-11-23""#, 400),
    Case("note", #"{"text":"x"}"#, 400), Case("note", #"["x"]"#, 400, "note[0]"),
    Case("note", #"[{"text":"x","time":"x"}]"#, 422, "note[0].time"), Case("status", #""sent""#, 422),
    Case("priority", #""high""#, 422), Case("topic", #""x""#, 400), Case("topic", "{}", 400),
    Case("category", #"[{"coding":[]}]"#, 400, "category[0].coding"),
    Case("statusReason", #"{"text":"x","why":"y"}"#, 400, "statusReason.why"),
  ]

  @Test(arguments: refused) func `what is not FHIR is refused by name`(refused: Case) async throws {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    var message = Samples.message(in: id)
    message[refused.member] = try JSON(parsing: refused.value)
    let reply = try await clinic.send("POST", "Communication", message)
    #expect(reply.status == refused.status)
    #expect(reply.json["issue"]?[0]?["expression"]?[0]?.string == refused.expression)
    #expect(try await clinic.ids("Communication").isEmpty)
  }

  @Test(arguments: [
    ("Task", "intent", #""want""#), ("Task", "note", #""x""#), ("DocumentReference", "date", #""2026-11-23""#),
    ("DocumentReference", "status", #""final""#), ("Subscription", "end", #""2026""#),
    ("Subscription", "status", #""completed""#), ("CommunicationRequest", "authoredOn", #""2026-13-01""#),
    ("CommunicationRequest", "occurrencePeriod", #"{"start":"soon"}"#), ("CommunicationRequest", "sent", #""2026""#),
  ])
  func `so it is with the other types that careteam goes by`(type: String, member: String, value: String) throws {
    var resource: JSON = ["resourceType": .string(type)]
    if type.hasPrefix("Comm") { resource["status"] = "active" }
    if type == "Task" { resource["status"] = "requested" }
    #expect(throws: Never.self) { try ResourceValidator.check(resource) }
    resource[member] = try JSON(parsing: value)
    let fault = #expect(throws: FHIRFault.self) { try ResourceValidator.check(resource) }
    #expect(fault?.expression?.hasPrefix("\(type).\(member)") == true)
  }

  @Test func `an extension is never refused, wherever it stands`() async throws {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    var message = Samples.message(in: id)
    let mark: JSON = [["url": "urn:x", "valueReference": ["reference": "Patient/a", "bogus": 1]]]
    message["extension"] = mark
    message["modifierExtension"] = mark
    message["_sent"] = ["extension": mark]
    message["instantiatesUri"] = [nil, "urn:y"]
    message["_instantiatesUri"] = [["extension": mark], nil]
    message["contained"] = [["resourceType": "Nonsense", "id": "n", "odd": []]]
    message["payload"] = [
      ["extension": mark, "modifierExtension": mark, "contentString": "Hello", "_contentString": ["extension": mark]],
      ["_contentString": ["extension": mark]],
    ]
    message["category"] = [["coding": [["extension": mark, "code": "x"]], "extension": mark]]
    let reply = try await clinic.send("POST", "Communication", message)
    #expect(reply.status == 201, "\(reply.text)")
    for (name, member) in message.object?.members ?? [] { #expect(reply.json[name] == member, "\(name)") }
  }
}
