import CareTeamCore
import Testing

/// What every dialect makes of FHIR resources; the list of dialects decides how often each test runs.
struct DialectTests {
  static let names = Dialect.all.map(\.name)

  private let account = Account(
    name: "default", server: "https://example.org/fhir", user: Reference(type: "Patient", id: "ada"), userName: "Ada",
    patient: Reference(type: "Patient", id: "ada"), dialect: "careteam", tokenPlace: .file("/dev/null"))

  private func read(_ name: String, _ texts: String...) throws -> ServerBatch {
    try #require(Dialect(named: name)).read(texts.map { try JSON(parsing: $0) }, for: account)
  }

  private let request = """
    {"resourceType":"CommunicationRequest","id":"c1","meta":{"versionId":"3","lastUpdated":"2026-11-01T10:00:00.5Z"},
    "status":"on-hold","priority":"stat","subject":{"reference":"Patient/ada","display":"Ada"},
    "category":[{"coding":[{"system":"urn:careteam:message-type","code":"test-result"}]}],"medium":[{"text":"Portal"}],
    "reasonCode":[{"text":"Your results"}],"sender":{"reference":"Practitioner/lee","display":"Dr. Lee"},
    "recipient":[{"reference":"Patient/ada"}],"authoredOn":"2026-11-01T10:00:00Z",
    "payload":[{"contentString":"First"},{"contentString":"Second"},{"contentAttachment":{"url":"Binary/7",
    "title":"../lab.pdf","contentType":"application/pdf","size":12}}],"extension":[{"url":"x","valueString":"kept"}]}
    """

  private let reply = """
    {"resourceType":"Communication","id":"m1","status":"completed","basedOn":[{"reference":"CommunicationRequest/c1"}],
    "identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:AB"}],"subject":{"reference":"Patient/ada"},
    "sender":{"reference":"Patient/ada"},"recipient":[{"reference":"Practitioner/lee"}],
    "sent":"2026-11-02T10:00:00+01:00","payload":[{"contentString":"Thanks"}]}
    """

  @Test(arguments: names) func `the request is the conversation, and its payload the first message`(_ name: String)
    throws
  {
    let batch = try read(name, request)
    let conversation = try #require(batch.conversations.first)
    #expect(
      conversation.subject == "Your results" && conversation.type == .testResult && conversation.priority == .high)
    #expect(!conversation.isClosed && conversation.serverStatus == "on-hold" && conversation.medium == "Portal")
    #expect(conversation.source["extension"]?[0]?["valueString"]?.string == "kept")
    let message = try #require(batch.messages.first)
    #expect(message.text == "First\n\nSecond" && message.conversation == conversation.reference)
    #expect(
      message.attachments == [
        ServerAttachment(url: "Binary/7", filename: "../lab.pdf", contentType: "application/pdf", size: 12, sha256: nil)
      ])
  }

  @Test(arguments: names) func `a reply belongs to its request, by basedOn or by partOf`(_ name: String) throws {
    let other = reply.replacing("basedOn", with: "partOf").replacing(#""id":"m1""#, with: #""id":"m2""#)
    let messages = try read(name, reply, other).messages
    #expect(messages.map(\.conversation.description) == ["CommunicationRequest/c1", "CommunicationRequest/c1"])
    #expect(messages.first?.clientId == "ab")
    #expect(messages.first?.sentAt.rfc3339 == "2026-11-02T09:00:00Z")
  }

  @Test(arguments: names) func `another patient's resources are left out and counted`(_ name: String) throws {
    let foreign = request.replacing("Patient/ada", with: "Patient/bob")
    let batch = try read(name, foreign, reply.replacing("Patient/ada", with: "Patient/bob"))
    #expect(batch.foreign == 2 && batch.conversations.isEmpty && batch.messages.isEmpty)
  }

  @Test(arguments: names) func `what is taken back is a retraction`(_ name: String) throws {
    let retracted = reply.replacing(#""completed""#, with: #""entered-in-error""#)
    #expect(try read(name, retracted).messages.first?.isRetracted == true)
  }

  @Test(arguments: names) func `what has no id is left out and named`(_ name: String) throws {
    let batch = try read(name, #"{"resourceType":"Communication"}"#, "{}")
    #expect(batch.unreadable.count == 2 && batch.messages.isEmpty)
  }

  @Test func `careteam's dialect leaves out a message without a conversation, the generic one makes it one`() throws {
    let alone = reply.replacing("basedOn", with: "basedOnNothing")
    #expect(try read("careteam", alone).unreadable.count == 1)
    let generic = try read("generic", alone)
    #expect(generic.conversations.map(\.reference.description) == ["Communication/m1"])
    #expect(generic.messages.first?.conversation.description == "Communication/m1")
  }

  @Test(arguments: names) func `a message is created on the condition that it is not there`(_ name: String) throws {
    let dialect = try #require(Dialect(named: name))
    let request = dialect.send(outgoing, base: account.server)
    #expect(request.headers["If-None-Exist"] == "identifier=urn:ietf:rfc:3986|urn:uuid:ab")
    guard case .bytes(let body) = request.body else {
      Issue.record("the message has no body")
      return
    }
    let json = try JSON(parsing: body)
    #expect(json["partOf"]?[0]?["reference"]?.string == "CommunicationRequest/c1")
    #expect(json["basedOn"]?[0]?["reference"]?.string == "CommunicationRequest/c1")
    let back = dialect.read([try with(id: "m9", json)], for: account).messages.first
    #expect(back?.text == outgoing.text && back?.clientId == "ab" && back?.conversation.id == "c1")
  }

  private func with(id: String, _ json: JSON) throws -> JSON {
    var json = json
    json["id"] = .string(id)
    return json
  }

  private var outgoing: Outgoing {
    let ada = Participant(reference: account.user, name: "Ada", isSelf: true)
    let lee = Participant(reference: Reference(type: "Practitioner", id: "lee"), name: "Dr. Lee", isSelf: false)
    return Outgoing(
      clientId: "ab", conversation: Reference(type: "CommunicationRequest", id: "c1"), opening: nil, sender: ada,
      recipients: [lee], patient: ada, inReplyTo: nil, text: "Hello\n“there”", sentAt: Instant(seconds: 0),
      attachments: [])
  }

  @Test(
    arguments: [
      (201, "Communication/m1/_history/2", ""), (201, "https://example.org/fhir/Communication/m1", ""),
      (200, nil, #"{"resourceType":"Communication","id":"m1"}"#),
    ] as [(Int, String?, String)])
  func `an accepted message is known by its body or its location`(_ status: Int, _ location: String?, _ body: String)
    throws
  {
    var response = HTTPResponse(status: status, body: Array(body.utf8))
    response.headers["location"] = location
    guard case .accepted(let reference, _, let wasThere) = Dialect.careteam.outcome(of: response, sending: outgoing)
    else {
      Issue.record("not accepted")
      return
    }
    #expect(reference.description == "Communication/m1" && wasThere == (status == 200))
  }

  @Test(arguments: [
    (200, "unknown"), (201, "unknown"), (500, "unknown"), (502, "unknown"), (503, "unknown"), (408, "unknown"),
    (409, "tryAgain"),
    (429, "tryAgain"), (412, "refused"), (422, "refused"), (400, "refused"), (301, "refused"), (401, "loginNeeded"),
  ])
  func `every answer means one thing`(_ status: Int, _ expected: String) {
    let outcome = Dialect.careteam.outcome(of: HTTPResponse(status: status), sending: outgoing)
    #expect(String(describing: outcome).hasPrefix(expected))
  }

  @Test func `a Task without careteam's code is no receipt`() throws {
    let task = #"{"resourceType":"Task","id":"t","owner":{"reference":"Patient/ada"}}"#
    #expect(try read("careteam", task).receipts.isEmpty)
  }
}
