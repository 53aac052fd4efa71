import CareTeamCore
import CareTeamMailbox
import CareTeamStore
import Foundation
import Testing

/// Servers that keep conversations and files otherwise than careteam's own.
struct OtherServerTests {
  private func note(_ clinic: ScriptedClinic) throws -> [DraftAttachment] {
    let path = clinic.folder + "/note.txt"
    try Data("a note".utf8).write(to: URL(fileURLWithPath: path))
    return try clinic.mailbox.stage([path], by: FileRules()).map(\.file)
  }

  @Test func `a file goes up as a resource where its bytes are not taken`() async throws {
    let server = ScriptedServer([.takesNoRawFiles])
    let clinic = try ScriptedClinic(server, dialect: .generic)
    try clinic.enqueue("with a file", in: 1, files: try note(clinic))
    #expect(try await clinic.deliver() == [.sent])
    #expect(server.files == [Array("a note".utf8)])
    #expect(server.kept.first?["payload"]?[1]?["contentAttachment"]?["url"] == "Binary/1")
    try clinic.enqueue("and again", in: 1, files: try note(clinic))
    #expect(try await clinic.deliver() == [.sent])
    #expect(server.files.count == 1 && server.kept.count == 2)
  }

  @Test func `a small file is part of its message where there is no place for files`() async throws {
    let server = ScriptedServer([.hasNoBinaries])
    let clinic = try ScriptedClinic(server, dialect: .generic)
    try clinic.enqueue("with a file", in: 1, files: try note(clinic))
    let path = clinic.folder + "/large.txt"
    try Data(repeating: 65, count: 3 << 20).write(to: URL(fileURLWithPath: path))
    try clinic.enqueue("too large", in: 2, files: try clinic.mailbox.stage([path], by: FileRules()).map(\.file))
    #expect(try await clinic.deliver() == [.sent, .failed])
    let attachment = server.kept.first?["payload"]?[1]?["contentAttachment"]
    #expect(attachment?["data"]?.string.flatMap(Base64.decode) == Array("a note".utf8))
    #expect(attachment?["title"] == "note.txt" && attachment?["url"] == nil)
    #expect(server.texts == ["with a file"])
  }

  @Test func `a conversation begins with its message where there are no requests`() async throws {
    let server = ScriptedServer()
    let clinic = try ScriptedClinic(server, dialect: .communication)
    let sent = try clinic.begin("Diet", "May I eat?")
    #expect(try await clinic.deliver() == [.sent])
    let conversation = try #require(try clinic.store.conversation(sent.entry.conversation.handle))
    #expect(conversation.reference?.description == "Communication/kept-1" && server.kept.count == 1)
    try clinic.enqueue("One more thing", in: conversation.handle.number)
    #expect(try await clinic.deliver() == [.sent])
    #expect(server.kept[1]["partOf"]?[0]?["reference"] == "Communication/kept-1")
    let batch = Dialect.communication.read(server.kept, for: clinic.mailbox.account)
    _ = try clinic.store.apply(batch, from: "Communication", watermark: nil, at: clinic.now)
    #expect(
      try clinic.store.messages(in: conversation.handle, last: nil).map(\.text) == ["May I eat?", "One more thing"])
    let error = await #expect(throws: CareTeamError.self) {
      try await clinic.mailbox.setClosed(conversation, true, by: Deadline(.seconds(5)))
    }
    #expect(error?.exitStatus == 69)
  }

  private struct Answering: Transport {
    let answer: @Sendable (HTTPRequest) -> HTTPResponse

    func send(
      _ request: HTTPRequest, timeout: Duration?, progress: TransferProgress?
    ) async throws(TransportError) -> HTTPResponse { answer(request) }
  }

  @Test(arguments: [200, 405, 412])
  func `a conversation is completed by an update where there are no patches`(status: Int) async throws {
    let server = Answering { request in
      switch request.method {
      case "GET":
        let kept =
          #"{"resourceType":"CommunicationRequest","id":"one","meta":{"versionId":"7"},"status":"active","x":[1]}"#
        return HTTPResponse(status: 200, body: Array(kept.utf8))
      case "PUT":
        guard case .bytes(let body) = request.body, let json = try? JSON(parsing: body), json["x"] != nil,
          json["status"] == "completed", request.headers["If-Match"] == "W/\"7\""
        else { return HTTPResponse(status: 400) }
        return HTTPResponse(status: status)
      default: return HTTPResponse(status: 405)
      }
    }
    let clinic = try ScriptedClinic(server, dialect: .generic)
    let conversation = try #require(try clinic.store.conversation(Handle(.conversation, 1)))
    do throws(CareTeamError) {
      try await clinic.mailbox.setClosed(conversation, true, by: Deadline(.seconds(5)))
      #expect(status == 200)
    } catch {
      #expect(status == 405 && error.exitStatus == 69 || status == 412 && error.exitStatus == 76, "\(error)")
    }
    #expect(try clinic.store.conversation(Handle(.conversation, 1))?.isClosed == (status == 200))
  }

  @Test func `what heads a conversation is created once, before its messages`() async throws {
    let server = ScriptedServer()
    let clinic = try ScriptedClinic(server, dialect: .medplum)
    server.fail("", .unreachable, .answerLost, .status(503))
    let sent = try clinic.begin("Diet", "May I eat?")
    try clinic.enqueue("Hello?", in: sent.entry.conversation.handle.number)
    #expect(try await clinic.deliver() == [.queued])
    #expect(try await clinic.deliver() == [.queued])
    #expect(try await clinic.deliver() == [.queued])
    #expect(try await clinic.deliver() == [.sent, .sent])
    #expect(server.kept.map { $0["topic"]?["text"]?.string } == ["Diet", nil, nil])
    #expect(server.texts == ["May I eat?", "Hello?"])
    #expect(server.kept.dropFirst().allSatisfy { $0["partOf"]?[0]?["reference"] == "Communication/kept-1" })
    let conversation = try #require(try clinic.store.conversation(sent.entry.conversation.handle))
    #expect(conversation.reference?.description == "Communication/kept-1")
    let batch = Dialect.medplum.read(server.kept, for: clinic.mailbox.account)
    _ = try clinic.store.apply(batch, from: "Communication", watermark: nil, at: clinic.now)
    #expect(try clinic.store.messages(in: conversation.handle, last: nil).map(\.delivery.state) == [.sent, .sent])
  }
}
