import CareTeamCore
import CareTeamMailbox
import CareTeamStore
import Foundation
import Testing

/// The outbox, against a server that fails as it is told to.
struct DeliveryTests {
  private let clinic: ScriptedClinic
  private let server = ScriptedServer()

  init() throws { clinic = try ScriptedClinic(server, dialect: .careteam) }

  private var mailbox: Mailbox { clinic.mailbox }
  private var store: MailboxStore { clinic.store }

  @discardableResult
  private func enqueue(_ text: String, in conversation: Int64 = 1, files: [DraftAttachment] = []) throws -> SendResult {
    try clinic.enqueue(text, in: conversation, files: files)
  }

  private func deliver() async throws -> [OutboxEntry.State] { try await clinic.deliver() }

  @Test func `messages arrive once each, in their order`() async throws {
    for number in 1...5 { try enqueue("\(number)") }
    #expect(try await deliver() == Array(repeating: .sent, count: 5))
    #expect(try await deliver() == [])
    #expect(server.texts == ["1", "2", "3", "4", "5"])
  }

  @Test func `a lost answer is looked up, and nothing is sent twice`() async throws {
    server.fail("hello", .answerLost)
    try enqueue("hello")
    #expect(try await deliver() == [.sent])
    #expect(server.texts == ["hello"])
    #expect(server.creates == 1)
  }

  @Test func `a message that cannot be sent holds up its conversation, and no other`() async throws {
    server.fail("poison", .status(500), .status(500))
    try enqueue("poison", in: 1)
    try enqueue("behind", in: 1)
    try enqueue("elsewhere", in: 2)
    #expect(try await deliver() == [.unknown, .sent])
    #expect(server.texts == ["elsewhere"])
    #expect(try await deliver() == [.unknown])
    #expect(try await deliver() == [.sent, .sent])
    #expect(server.texts == ["elsewhere", "poison", "behind"])
  }

  @Test func `a refusal is final until a person tries again`() async throws {
    server.fail("no", .status(422))
    let sent = try enqueue("no")
    #expect(try await deliver() == [.failed])
    #expect(try await deliver() == [])
    _ = try store.retry(sent.entry.handle, at: Instant(seconds: 2))
    #expect(try await deliver() == [.sent])
  }

  @Test func `a file is uploaded once, however often its message is tried`() async throws {
    let path = clinic.folder + "/note.txt"
    try Data("a note".utf8).write(to: URL(fileURLWithPath: path))
    server.fail("with a file", .unreachable, .status(503))
    try enqueue("with a file", files: try mailbox.stage([path], by: FileRules()).map(\.file))
    #expect(try await deliver() == [.queued])
    #expect(try await deliver() == [.unknown])
    #expect(try await deliver() == [.sent])
    #expect(server.uploads == 1)
    try enqueue("and again", files: try mailbox.stage([path], by: FileRules()).map(\.file))
    try enqueue("to others", in: 2, files: try mailbox.stage([path], by: FileRules()).map(\.file))
    #expect(try await deliver() == [.sent, .sent])
    #expect(server.uploads == 2)
  }

  @Test func `a refused login stops at the first message, and loses none`() async throws {
    server.fail("first", .status(401))
    try enqueue("first", in: 1)
    try enqueue("second", in: 2)
    #expect(try await deliver() == [.queued])
    #expect(try await deliver() == [.sent, .sent])
    #expect(Set(server.texts) == ["first", "second"])
  }
}
