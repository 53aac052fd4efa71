import CareTeamCore
import Glibc

@testable import CareTeamStore

/// A mailbox in a folder of its own that goes away with it; sealed, unless told.
final class TemporaryMailbox {
  let path: String
  let store: MailboxStore
  static let me = Reference(type: "Patient", id: "p1")
  static let doctor = Reference(type: "Practitioner", id: "drlee")
  static let nurse = Reference(type: "Practitioner", id: "nurse")

  /// The key of the tests' mailboxes.
  static let key = testKey(0)
  static let keyPlace = SecretPlace.keyring

  init(sealed: Bool = true) throws {
    var template = Array("/tmp/careteam-store-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw StoreError.io("mkdtemp") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/home"
    store = try MailboxStore(directory: path, create: true, keys: KeySource(Self.key))
    if sealed { try store.seal(with: Self.key, at: Self.keyPlace, now: at(0)) }
    try store.save(
      Account(
        name: "default", server: "http://127.0.0.1:1/fhir", user: Self.me, userName: "Ana", patient: Self.me,
        dialect: "careteam", tokenPlace: .file("/t")))
  }

  deinit {
    for name in ["mailbox.sqlite3", "mailbox.sqlite3-wal", "mailbox.sqlite3-shm", "account.json"] {
      unlink("\(path)/\(name)")
    }
    rmdir(path + "/attachments")
    rmdir(path)
    rmdir(String(path.dropLast(5)))
  }

  func other(wait: Duration = .seconds(10)) throws(StoreError) -> MailboxStore {
    try MailboxStore(directory: path, lockWait: wait, create: false, keys: KeySource(Self.key))
  }
}

/// A key that is the same in each run.
func testKey(_ number: UInt8) -> MailboxKey {
  MailboxKey((0..<32).map { $0 &+ number }) ?? .random()
}

func at(_ seconds: Int64, _ nanoseconds: Int32 = 0) -> Instant {
  Instant(seconds: 1_800_000_000 + seconds, nanoseconds: nanoseconds)
}

func request(_ id: String) -> Reference { Reference(type: "CommunicationRequest", id: id) }
func communication(_ id: String) -> Reference { Reference(type: "Communication", id: id) }

func conversation(
  _ id: String, version: String = "1", clientId: String? = nil, closed: Bool = false, priority: Priority = .routine,
  subject: String? = "Subject", people: [ServerPerson]? = nil
) -> ServerConversation {
  ServerConversation(
    reference: request(id), version: version, clientId: clientId, serverStatus: closed ? "completed" : "active",
    isClosed: closed, priority: priority, type: .testResult,
    category: [Coding(system: "s", code: "c", display: nil)], reason: subject, subject: subject, medium: "Portal",
    participants: people ?? [
      ServerPerson(reference: TemporaryMailbox.me, name: "Ana"),
      ServerPerson(reference: TemporaryMailbox.doctor, name: "Dr Lee"),
    ], patient: ServerPerson(reference: TemporaryMailbox.me, name: nil), createdAt: at(0),
    source: ["resourceType": "CommunicationRequest", "id": .string(id), "v": .string(version)])
}

func message(
  _ id: String, in conversation: String, from: Reference = TemporaryMailbox.doctor, text: String = "Hello",
  sent: Instant = at(10), updated: Instant? = nil, version: String = "1", clientId: String? = nil,
  received: Instant? = nil, retracted: Bool = false, files: [ServerAttachment] = [], isFirst: Bool = false
) -> ServerMessage {
  ServerMessage(
    reference: isFirst ? request(id) : communication(id), version: version, lastUpdated: updated,
    conversation: request(conversation), clientId: clientId, from: ServerPerson(reference: from, name: nil),
    to: [], inReplyTo: nil, text: text, sentAt: sent, receivedAt: received, isRetracted: retracted, priority: .routine,
    attachments: files, source: ["resourceType": "Communication", "id": .string(id), "v": .string(version)])
}

func receipt(
  _ id: String, version: String = "1", in conversation: String, owner: Reference, read: Reference? = nil,
  delivered: Reference? = nil, at: Instant? = nil
) -> ServerReceipt {
  ServerReceipt(
    reference: Reference(type: "Task", id: id), version: version, conversation: request(conversation), owner: owner,
    readThrough: read, deliveredThrough: delivered, at: at)
}

extension MailboxStore {
  @discardableResult
  func take(
    _ conversations: [ServerConversation] = [], _ messages: [ServerMessage] = [], _ receipts: [ServerReceipt] = [],
    people: [ServerPerson] = []
  ) throws(StoreError) -> Applied {
    var batch = ServerBatch()
    batch.conversations = conversations
    batch.messages = messages
    batch.receipts = receipts
    batch.people = people
    return try apply(batch, from: "Communication", watermark: nil, at: at(1000))
  }

  func everything() throws(StoreError) -> [Conversation] { try conversations(ConversationQuery()) }

  func kinds(after position: Int64 = 0) throws(StoreError) -> [MailboxEvent.Kind] {
    try events(after: position, limit: 1000).map(\.kind)
  }
}

func draft(_ conversation: Handle, _ text: String = "Thanks", clientId: String) -> Draft {
  Draft(target: .reply(to: conversation), text: text, clientId: clientId, updatedAt: at(500))
}

func newDraft(clientId: String, text: String = "Question?") -> Draft {
  let me = Participant(reference: TemporaryMailbox.me, name: "Ana", isSelf: true)
  let doctor = Participant(reference: TemporaryMailbox.doctor, name: "Dr Lee", isSelf: false)
  let new = NewConversation(
    recipients: [doctor], patient: me, subject: "New", type: .medication, priority: .urgent)
  return Draft(target: .conversation(new), text: text, clientId: clientId, updatedAt: at(500))
}
