import CareTeamCore
import CareTeamMailbox
import CareTeamStore
import Foundation
import Testing

/// The outbox, against a server that fails as it is told to.
final class DeliveryTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  private let server = ScriptedServer()
  private let store: MailboxStore
  private let mailbox: Mailbox

  init() throws {
    let ada = Reference(type: "Patient", id: "ada")
    let lee = ServerPerson(reference: Reference(type: "Practitioner", id: "lee"), name: "Dr. Lee")
    let account = Account(
      name: "default", server: "http://127.0.0.1:9/fhir", user: ada, userName: "Ada", patient: ada,
      dialect: "careteam", tokenFile: "/dev/null")
    store = try MailboxStore(directory: folder, create: true)
    try store.save(account)
    var batch = ServerBatch()
    batch.conversations = ["one", "two"].map { id in
      ServerConversation(
        reference: Reference(type: "CommunicationRequest", id: id), version: "1", clientId: nil,
        serverStatus: "active", isClosed: false, priority: .routine, type: .other, category: [], reason: nil,
        subject: id, medium: nil, participants: [ServerPerson(reference: ada, name: "Ada"), lee],
        patient: ServerPerson(reference: ada, name: "Ada"), createdAt: Instant(seconds: 1), source: .null)
    }
    _ = try store.apply(batch, from: "CommunicationRequest", watermark: nil, at: Instant(seconds: 1))
    mailbox = Mailbox(
      store: store, account: account, dialect: .careteam, transport: server, now: { Instant(seconds: 1_800_000_000) })
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @discardableResult
  private func enqueue(_ text: String, in conversation: Int64 = 1, files: [DraftAttachment] = []) throws -> SendResult {
    try mailbox.enqueue(
      Draft(
        target: .reply(to: Handle(.conversation, conversation)), text: text, attachments: files,
        clientId: UUID().uuidString.lowercased(), updatedAt: Instant(seconds: 1)))
  }

  private func deliver() async throws -> [OutboxEntry.State] {
    try await mailbox.deliver(DeliveryPlan(force: true, deadline: Deadline(.seconds(60)))).map(\.state)
  }

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
    let path = folder + "/note.txt"
    try Data("a note".utf8).write(to: URL(fileURLWithPath: path))
    server.fail("with a file", .unreachable, .status(503))
    try enqueue("with a file", files: try mailbox.stage([path]))
    #expect(try await deliver() == [.queued])
    #expect(try await deliver() == [.queued])
    #expect(try await deliver() == [.sent])
    #expect(server.uploads == 1)
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
