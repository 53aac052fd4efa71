import CareTeamCore
import Foundation
import GRDB
import Testing

@testable import CareTeamStore

/// A mailbox of each version there ever was opens with all that is in it, and works.
struct MigrationTests {
  /// A mailbox as a careteam of this version left it.
  private func mailbox(ofVersion version: Int) throws -> Scratch {
    let path = Foundation.Bundle.module.path(forResource: "mailbox-\(version)", ofType: "sql", inDirectory: "Fixtures")
    let file = try #require(
      path,
      """
      There is no mailbox of version \(version) to test with. Make one with something of everything, then
      (sqlite3 mailbox.sqlite3 .dump; echo 'PRAGMA user_version = \(version);') > Fixtures/mailbox-\(version).sql
      """)
    let scratch = try Scratch()
    let queue = try DatabaseQueue(path: scratch.database)
    let sql = try String(contentsOfFile: file, encoding: .utf8)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    #expect(try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == version)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    try queue.close()
    return scratch
  }

  private func version(of scratch: Scratch) throws -> Int? {
    let queue = try DatabaseQueue(path: scratch.database)
    defer { try? queue.close() }
    return try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
  }

  /// The newest as well: when the next one is added its mailboxes can be made by an old careteam only.
  @Test(arguments: 1...Schema.version) func `a mailbox of every version opens, is sound and works`(version: Int) throws
  {
    let scratch = try mailbox(ofVersion: version)
    let store = try scratch.open()
    #expect(try self.version(of: scratch) == Schema.version)
    #expect(try store.integrityFaults() + store.contradictions() == [])
    let conversation = try #require(try store.everything().first { $0.reference != nil && !$0.isClosed })
    let before = try store.outbox(includingSent: true)
    let entry = try store.enqueue(draft(conversation.handle, "works", clientId: "works"), at: at(1)).entry
    #expect(try store.outbox(includingSent: true).dropLast() == before[...])
    #expect(try store.message(entry.message)?.text == "works")
    _ = try store.claim(conversation: nil, owner: "o", at: at(2), leaseSeconds: 60)
    try store.take([], [message("new", in: "aaa")])
    #expect(try store.resolve("Communication/new", as: [.message]).number > entry.message.number)
    #expect(try store.events(after: 0, limit: 10_000).last?.kind == .messageReceived)
    try store.close()
    #expect(
      try MailboxStore.rebuildIfDamaged(
        directory: scratch.path, lockWait: .zero, keys: KeySource(TemporaryMailbox.key), at: at(3)) == nil)
  }

  @Test func `a mailbox of version 1 keeps everything`() throws {
    let scratch = try mailbox(ofVersion: 1)
    let store = try scratch.open()
    defer { withExtendedLifetime(scratch) {} }
    #expect(store.identity == "e008de7b7250a42ea606fc51153218f7")
    let account = try #require(try store.account())
    #expect(account.name == "default" && account.user.description == "Patient/ada-lindqvist")
    #expect(account.tokenPlace == .file("/home/ada/clinic/tokens/patient"))
    let conversations = try store.everything()
    #expect(Set(conversations.map(\.handle.description)) == ["c3", "c5", "c10", "c11", "c12", "c16"])
    let counts = conversations.reduce(into: [:]) { $0[$1.handle.description] = $1.messageCount }
    #expect(counts == ["c3": 6, "c5": 3, "c10": 6, "c11": 5, "c12": 7, "c16": 1])
    #expect(conversations.first { $0.handle.number == 10 }?.isClosed == true)
    #expect(conversations.first { $0.handle.number == 11 }?.unreadCount == 2)
    let sent = try #require(try store.message(Handle(.message, 119)))
    #expect(sent.text == "Only water, I understand." && sent.attachments.map(\.filename) == ["wrist.png"])
    #expect(try store.message(Handle(.message, 120))?.delivery.state == .read)
    #expect(try store.message(Handle(.message, 123))?.text == "Waits behind it: Grüße, 家族")
    #expect(
      try store.outbox(includingSent: true).map(\.state) == [
        .sent, .sent, .queued, .queued, .queued, .claimed, .unknown, .failed,
      ])
    let waiting = try #require(try store.outboxEntry(Handle(.outbox, 7)))
    #expect(waiting.attempts == 2 && waiting.lastError == "the server closed the connection")
    #expect(try store.message(Handle(.message, 122))?.attachments.first?.state == .queued)
    #expect(try store.drafts().map(\.text) == ["A draft of a conversation", "A draft of a reply"])
    #expect(try store.drafts().first?.attachments.map(\.filename) == ["wrist.png"])
    #expect(try store.cursors().map(\.name) == ["ward"])
    #expect(try store.cursors().first?.cursor.position == 183)
    #expect(try store.events(after: 0, limit: 1000).count == 36)
    #expect(try store.lastEventPosition() == 190)
    #expect(
      try store.pendingReceipts().isEmpty == false || store.read { try $0.count("SELECT count(*) FROM receipt") } == 11)
  }

  @Test func `a mailbox of a newer careteam is refused and not touched`() throws {
    let scratch = try mailbox(ofVersion: 1)
    let queue = try DatabaseQueue(path: scratch.database)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = \(Schema.version + 1)") }
    try queue.close()
    let before = scratch.bytes("mailbox.sqlite3")
    let error = StoreError.newerSchema(found: Schema.version + 1, known: Schema.version)
    #expect(throws: error) { try scratch.open() }
    #expect(throws: error) { try MailboxStore.rebuildIfDamaged(directory: scratch.path, lockWait: .zero, at: at(0)) }
    #expect(scratch.bytes("mailbox.sqlite3") == before)
    #expect(!scratch.names.contains { $0.hasPrefix("mailbox-damaged") })
  }

  @Test(arguments: [
    "CREATE TABLE extra (x); PRAGMA max_page_count = 1; CREATE TABLE more (x);",
    "CREATE TABLE extra (x); SELECT nonsense;",
  ])
  func `a migration that fails leaves the version before, whole`(migration: String) throws {
    let scratch = try mailbox(ofVersion: 1)
    #expect(throws: StoreError.self) {
      try MailboxStore(
        directory: scratch.path, lockWait: .seconds(1), create: false, migrations: [Schema.migrations[0], migration])
    }
    #expect(try version(of: scratch) == 1)
    let queue = try DatabaseQueue(path: scratch.database)
    #expect(try queue.read { try $0.tableExists("extra") } == false)
    try queue.close()
    #expect(try scratch.open().outbox(includingSent: true).count == 8)
  }

  @Test func `a migration on a full disk says so`() throws {
    let scratch = try mailbox(ofVersion: 1)
    #expect(throws: StoreError.diskFull) {
      try MailboxStore(
        directory: scratch.path, lockWait: .seconds(1), create: false,
        migrations: [Schema.migrations[0], "PRAGMA max_page_count = 1; CREATE TABLE extra (x)"])
    }
  }

  /// Long enough that it is seen by its log, which grows once the changes do not fit into memory any more.
  private static let long = """
    CREATE TABLE extra (x);
    INSERT INTO extra WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 20000000)
      SELECT randomblob(1000) FROM c
    """

  @Test func `a migration whose process is killed leaves the version before, whole`() async throws {
    let scratch = try mailbox(ofVersion: 1)
    let path = scratch.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let log = path + "/mailbox.sqlite3-wal"
      Thread {
        var facts = stat()
        while stat(log, &facts) != 0 || facts.st_size < 4 << 20 { usleep(2000) }
        kill(getpid(), SIGKILL)
      }.start()
      _ = try MailboxStore(
        directory: path, lockWait: .seconds(1), create: false, migrations: [Schema.migrations[0], Self.long])
    }
    #expect(scratch.bytes("mailbox.sqlite3-wal").count >= 4 << 20)
    #expect(try version(of: scratch) == 1)
    let store = try scratch.open()
    #expect(try store.integrityFaults() == [] && store.outbox(includingSent: true).count == 8)
  }

  @Test func `of many that migrate at once each finds it done`() async throws {
    let scratch = try mailbox(ofVersion: 1)
    let path = scratch.path
    let migrations = [Schema.migrations[0], "CREATE TABLE extra (x); INSERT INTO extra VALUES (1)"]
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<6 {
        group.addTask {
          let store = try MailboxStore(
            directory: path, lockWait: .seconds(20), create: false, migrations: migrations)
          return try store.read { try $0.count("SELECT count(*) FROM extra") }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == [1, 1, 1, 1, 1, 1])
    #expect(try version(of: scratch) == 2)
  }
}
