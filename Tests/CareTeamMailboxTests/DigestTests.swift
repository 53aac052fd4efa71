import CareTeamCore
import CareTeamMailbox
import CareTeamStore
import Foundation
import Synchronization
import Testing

/// Digests over time: each message in exactly one, with the clock in the test's hands.
final class DigestTests {
  private static let ada = Reference(type: "Patient", id: "ada")
  private static let lee = ServerPerson(reference: Reference(type: "Practitioner", id: "lee"), name: "Dr. Lee")
  /// Monday, 2026-11-02, 07:00 UTC.
  private static let start = Instant(seconds: 1_793_602_800)
  private static let local = LocalTime { _ in 0 }

  /// The time that the mailbox is told.
  private final class Hands: Sendable {
    private let time = Mutex(DigestTests.start)
    var now: Instant { time.withLock { $0 } }
    func advance(_ seconds: Int64) { time.withLock { $0 = $0.adding(seconds: seconds) } }
  }

  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  private let hands = Hands()
  private let mailbox: Mailbox
  private var arrived = 0

  init() throws {
    let account = Account(
      name: "default", server: "http://127.0.0.1:9/fhir", user: Self.ada, userName: "Ada", patient: Self.ada,
      dialect: "careteam", tokenPlace: .file("/dev/null"))
    let store = try MailboxStore(directory: folder, create: true)
    try store.save(account)
    mailbox = Mailbox(
      store: store, account: account, dialect: .careteam, transport: ScriptedServer(), now: { [hands] in hands.now })
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Lets so many messages come in.
  private func receive(_ count: Int, priority: Priority = .routine) throws {
    var batch = ServerBatch()
    batch.conversations = [
      ServerConversation(
        reference: Reference(type: "CommunicationRequest", id: "talk"), version: "1", clientId: nil,
        serverStatus: "active", isClosed: false, priority: .routine, type: .other, category: [], reason: nil,
        subject: "talk", medium: nil, participants: [ServerPerson(reference: Self.ada, name: "Ada"), Self.lee],
        patient: ServerPerson(reference: Self.ada, name: "Ada"), createdAt: Self.start, source: .null)
    ]
    for _ in 0..<count {
      arrived += 1
      batch.messages.append(
        ServerMessage(
          reference: Reference(type: "Communication", id: "m\(arrived)"), version: "1", lastUpdated: nil,
          conversation: Reference(type: "CommunicationRequest", id: "talk"), clientId: nil, from: Self.lee, to: [],
          inReplyTo: nil, text: "message \(arrived)", sentAt: hands.now, receivedAt: nil, isRetracted: false,
          priority: priority, attachments: [], source: .null))
    }
    _ = try mailbox.store.apply(batch, from: "Communication", watermark: nil, at: hands.now)
  }

  private func content(of range: DigestRange, _ detail: DigestDetail = .full) throws -> DigestContent {
    let account = try mailbox.digest(of: range, detail: detail, answerWithin: 2, isStale: false, local: Self.local)
    return DigestContent(detail: detail, at: hands.now, answerWithin: 2, accounts: [account])
  }

  private func texts(_ content: DigestContent) -> [String] {
    content.accounts.flatMap(\.conversations).flatMap(\.messages).map(\.text)
  }

  @Test func `in a month of mornings each message is in exactly one digest, and a day without any has none`() throws {
    try receive(3)
    var waiting = 3
    var told: [String] = []
    var empty = 0
    for day in 0..<30 {
      let count = day % 7 == 3 ? 0 : day % 4
      try receive(count, priority: day % 5 == 0 ? .urgent : .routine)
      waiting += count
      let range = try mailbox.digestRange(cursor: "daily", start: day == 0 ? .all : nil)
      // What comes in while a digest is on its way is for the next one.
      try receive(day % 3)
      let content = try content(of: range)
      #expect(content.newMessages == waiting && content.isEmpty == (waiting == 0))
      waiting = day % 3
      if content.isEmpty {
        empty += 1
      } else {
        told += texts(content)
        try mailbox.beginDigest(range)
      }
      try mailbox.endDigest(range, accepted: true)
      hands.advance(86_400)
    }
    let last = try mailbox.digestRange(cursor: "daily", start: nil)
    told += texts(try content(of: last))
    #expect(told == (1...arrived).map { "message \($0)" })
    #expect(empty > 0)
  }

  @Test func `a new cursor begins now, and a start beside one that stands is refused`() throws {
    try receive(2)
    let first = try mailbox.digestRange(cursor: "new", start: nil)
    #expect(try content(of: first).isEmpty)
    try receive(1)
    #expect(try texts(content(of: mailbox.digestRange(cursor: "new", start: nil))) == ["message 3"])
    let error = #expect(throws: CareTeamError.self) { try mailbox.digestRange(cursor: "new", start: .all) }
    #expect(error?.code == .usage)
    try mailbox.store.setCursor(named: "ahead", position: 1_000_000, at: hands.now)
    let ahead = #expect(throws: CareTeamError.self) { try mailbox.digestRange(cursor: "ahead", start: nil) }
    #expect(ahead?.code == .cursorMismatch)
  }

  @Test func `a digest that may have been sent is sent again alone, under the same name`() throws {
    let range = try mailbox.digestRange(cursor: "daily", start: .all)
    #expect(try content(of: range).isEmpty)
    try receive(2)
    let first = try mailbox.digestRange(cursor: "daily", start: nil)
    let name = try content(of: first).identifier(cursor: "daily")
    try mailbox.beginDigest(first)
    // Nothing is known of it, and more comes in.
    try receive(1)
    hands.advance(86_400)
    let again = try mailbox.digestRange(cursor: "daily", start: nil)
    #expect(again.isRepeat)
    #expect(try texts(content(of: again)) == ["message 1", "message 2"])
    #expect(try content(of: again).identifier(cursor: "daily") == name)
    try mailbox.beginDigest(again)
    try mailbox.endDigest(again, accepted: true)
    let rest = try mailbox.digestRange(cursor: "daily", start: nil)
    #expect(!rest.isRepeat)
    #expect(try texts(content(of: rest)) == ["message 3"])
    #expect(try content(of: rest).identifier(cursor: "daily") != name)
    #expect(try mailbox.store.cursors().map(\.name) == ["daily"])
  }

  @Test func `a digest that was surely not sent grows by what comes in, and keeps its name as long as nothing does`()
    throws
  {
    _ = try mailbox.digestRange(cursor: "daily", start: .all)
    try receive(1)
    let first = try mailbox.digestRange(cursor: "daily", start: nil)
    try mailbox.beginDigest(first)
    try mailbox.endDigest(first, accepted: false)
    let name = try content(of: first).identifier(cursor: "daily")
    // An event that is no message of the care team's changes nothing about the digest.
    let message = try #require(try content(of: first).accounts.first?.conversations.first?.messages.first)
    _ = try mailbox.store.markRead([message.handle], at: hands.now)
    let same = try mailbox.digestRange(cursor: "daily", start: nil)
    #expect(same.through > first.through)
    #expect(try content(of: same).identifier(cursor: "daily") == name)
    try receive(1)
    let grown = try mailbox.digestRange(cursor: "daily", start: nil)
    #expect(!grown.isRepeat)
    #expect(try texts(content(of: grown)) == ["message 1", "message 2"])
    #expect(try content(of: grown).identifier(cursor: "daily") != name)
  }

  @Test func `the same messages in another detail or for another consumer are another mail`() throws {
    try receive(1)
    let range = try mailbox.digestRange(cursor: nil, start: .all)
    let names = [
      try content(of: range, .full).identifier(cursor: nil), try content(of: range, .counts).identifier(cursor: nil),
      try content(of: range, .full).identifier(cursor: "weekly"),
    ]
    #expect(Set(names).count == 3)
  }
}
