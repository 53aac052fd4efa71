import CareTeamCore
import CareTeamMailbox
import CareTeamStore
import Foundation
import Synchronization

/// A mailbox with two conversations, at a server of the test's and by a clock of its own.
final class ScriptedClinic: Sendable {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  let store: MailboxStore
  let mailbox: Mailbox
  private let clock: Clock

  /// The time, which only passes when told.
  private final class Clock: Sendable {
    let seconds = Mutex<Int64>(1_800_000_000)
    var now: Instant { Instant(seconds: seconds.withLock { $0 }) }
  }

  init(_ server: any Transport, dialect: Dialect) throws {
    let ada = Reference(type: "Patient", id: "ada")
    let lee = ServerPerson(reference: Reference(type: "Practitioner", id: "lee"), name: "Dr. Lee")
    let account = Account(
      name: "default", server: "http://127.0.0.1:9/fhir", user: ada, userName: "Ada", patient: ada,
      dialect: dialect.name, tokenPlace: .file("/dev/null"))
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
    let clock = Clock()
    self.clock = clock
    mailbox = Mailbox(store: store, account: account, dialect: dialect, transport: server, now: { clock.now })
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var now: Instant { clock.now }

  /// Lets time pass.
  func pass(_ seconds: Int64) { clock.seconds.withLock { $0 += seconds } }

  @discardableResult
  func enqueue(_ text: String, in conversation: Int64, files: [DraftAttachment] = []) throws -> SendResult {
    try mailbox.enqueue(
      Draft(
        target: .reply(to: Handle(.conversation, conversation)), text: text, attachments: files,
        clientId: UUID().uuidString.lowercased(), updatedAt: Instant(seconds: 1)))
  }

  /// Begins a conversation.
  @discardableResult
  func begin(_ subject: String, _ text: String) throws -> SendResult {
    let ada = Participant(reference: mailbox.account.user, name: "Ada", isSelf: true)
    let lee = Participant(reference: Reference(type: "Practitioner", id: "lee"), name: "Dr. Lee", isSelf: false)
    let opening = NewConversation(
      recipients: [lee], patient: ada, subject: subject, type: .checkIn, priority: .routine)
    return try mailbox.enqueue(
      Draft(
        target: .conversation(opening), text: text, attachments: [], clientId: UUID().uuidString.lowercased(),
        updatedAt: Instant(seconds: 1)))
  }

  /// Tries what is in the outbox, and says what became of it.
  func deliver() async throws -> [OutboxEntry.State] {
    try await mailbox.deliver(DeliveryPlan(force: true, deadline: Deadline(.seconds(60)))).map(\.state)
  }
}
