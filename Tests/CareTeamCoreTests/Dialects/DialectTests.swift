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

  @Test(arguments: names) func `a message without a conversation is never lost`(_ name: String) throws {
    let alone = reply.replacing("basedOn", with: "basedOnNothing")
    let back = alone.replacing("Patient/ada\"},\"recipient", with: "Practitioner/lee\"},\"recipient")
      .replacing("[{\"reference\":\"Practitioner/lee\"}]", with: "[{\"reference\":\"Patient/ada\"}]")
      .replacing(#""id":"m1""#, with: #""id":"m2""#)
    let timeline = try read(name, alone, back)
    #expect(timeline.messages.map(\.reference.id) == ["m1", "m2"] && timeline.unreadable.isEmpty)
    let conversations = Set(timeline.messages.map(\.conversation))
    #expect(conversations.count == 1 && conversations.allSatisfy(\.isThread))
    #expect(Set(timeline.conversations.map(\.reference)) == conversations)
    #expect(timeline.conversations.first?.patient?.reference.id == "ada")
    let titled = try read(name, alone.replacing(#""sent""#, with: #""topic":{"text":"Diet"},"sent""#))
    #expect(titled.messages.first?.conversation.description == "Communication/m1")
    #expect(titled.conversations.first?.subject == "Diet")
  }

  @Test(
    arguments: names,
    [
      #""url":"http://ehealth.example/StructureDefinition/ehealth-thread-id","valueString":"t 1""#,
      #""url":"https://phr.example/fhir/conversationId","valueIdentifier":{"value":"t 1"}"#,
      #""url":"urn:example:message-thread","valueUri":"t 1""#,
    ])
  func `a thread's own id keeps its messages together, and an answer names it`(_ name: String, _ thread: String) throws
  {
    let message = reply.replacing(
      #""basedOn":[{"reference":"CommunicationRequest/c1"}]"#,
      with:
        #""inResponseTo":[{"reference":"Communication/m0"}],"extension":[{"url":"x","valueString":"y"},{\#(thread)}]"#)
    let conversation = try #require(try read(name, message).messages.first).conversation
    #expect(conversation.description == "Thread/t%201")
    var answer = outgoing
    answer.conversation = conversation
    answer.threadExtension = Resource(try JSON(parsing: message)).threadExtension?.json
    let json = try body(of: try #require(Dialect(named: name)).send(answer, base: account.server))
    #expect(json["partOf"] == nil && json["basedOn"] == nil)
    #expect(try read(name, try with(id: "m9", json).text()).messages.first?.conversation == conversation)
  }

  @Test(arguments: names) func `an answer to a message belongs to it`(_ name: String) throws {
    let answer = reply.replacing("basedOn", with: "inResponseTo").replacing(
      "CommunicationRequest/c1", with: "Communication/m0")
    #expect(try read(name, answer).messages.first?.conversation.description == "Communication/m0")
  }

  @Test func `a server is known by what it says of itself`() throws {
    func dialect(_ software: String, _ types: String...) throws -> String {
      let resources = types.map { #"{"type":"\#($0)","conditionalCreate":\#(software != "old")}"# }
      let text = #"{"software":{"name":"\#(software)"},"rest":[{"resource":[\#(resources.joined(separator: ","))]}]}"#
      return Dialect(speakingFor: try JSON(parsing: text)).name
    }
    let all = ["Task", "Communication", "CommunicationRequest"]
    #expect(try dialect("HAPI FHIR Server", all[0], all[1], all[2]) == "careteam")
    #expect(try dialect("old", all[0], all[1], all[2]) == "generic")
    #expect(try dialect("medplum", all[0], all[1], all[2]) == "medplum")
    #expect(try dialect("x", "Communication", "Patient") == "communication")
    #expect(try dialect("x", "Communication", "CommunicationRequest") == "generic")
    #expect(try dialect("x") == "generic")
  }

  @Test func `a conversation begins as its server has it`() throws {
    var first = outgoing
    first.conversation = nil
    first.opening = NewConversation(
      recipients: first.recipients, patient: first.sender, subject: "Diet", type: .checkIn, priority: .high)
    let request = try body(of: Dialect.generic.send(first, base: account.server))
    #expect(request["resourceType"] == "CommunicationRequest" && request["reasonCode"]?[0]?["text"] == "Diet")
    #expect(Dialect.generic.begin(first, base: account.server) == nil)
    let message = try body(of: Dialect.communication.send(first, base: account.server))
    #expect(message["resourceType"] == "Communication" && message["topic"]?["text"] == "Diet")
    #expect(message["status"] == "completed" && message["priority"] == "asap")
    let header = try #require(Dialect.medplum.begin(first, base: account.server))
    #expect(header.headers["If-None-Exist"] == "identifier=urn:careteam:conversation|ab")
    let heading = try body(of: header)
    #expect(heading["payload"] == nil && heading["status"] == "in-progress" && heading["topic"]?["text"] == "Diet")
    let read = try read("medplum", try with(id: "h1", heading).text())
    #expect(read.messages.isEmpty && read.conversations.first?.reference.description == "Communication/h1")
    #expect(read.conversations.first?.subject == "Diet" && read.conversations.first?.clientId == nil)
  }

  @Test func `where the status says what was read, having it is not reading it`() throws {
    let message = reply.replacing(#""sent""#, with: #""received":"2026-11-02T09:30:00Z","sent""#)
    let read = try #require(try self.read("medplum", message).messages.first)
    #expect(read.isRead && read.receivedAt != nil)
    let delivered = try self.read("medplum", message.replacing("completed", with: "in-progress")).messages.first
    #expect(delivered?.isRead == false && delivered?.receivedAt == nil)
    #expect(try self.read("careteam", message).messages.first?.isRead == false)
    let patch = try body(
      of: Dialect.medplum.markReceived(Reference(type: "Communication", id: "m1"), at: .init(seconds: 0), base: ""))
    #expect(patch[2]?["value"] == "completed")
  }

  private func body(of request: HTTPRequest) throws -> JSON {
    guard case .bytes(let body) = request.body else { throw CareTeamError(.serverProtocol, "no body") }
    return try JSON(parsing: body)
  }

  @Test(arguments: names) func `a message is created on the condition that it is not there`(_ name: String) throws {
    let dialect = try #require(Dialect(named: name))
    let request = dialect.send(outgoing, base: account.server)
    #expect(request.headers["If-None-Exist"] == "identifier=urn:ietf:rfc:3986|urn:uuid:ab")
    let json = try body(of: request)
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
