import CareTeamCore
import Glibc
import Testing

@testable import CareTeamStore

struct ManyProcessesTests {
  let mailbox: TemporaryMailbox
  init() throws {
    mailbox = try TemporaryMailbox()
    try mailbox.store.take([conversation("aaa")], [message("1", in: "aaa")])
  }

  @Test func `two writers at once lose nothing and give each number once`() async throws {
    let stores = [mailbox.store, try mailbox.other()]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, store) in stores.enumerated() {
        group.addTask {
          for count in 0..<40 {
            _ = try store.enqueue(draft(Handle(.conversation, 1), "T", clientId: "\(index)-\(count)"), at: at(600))
          }
        }
      }
      try await group.waitForAll()
    }
    let entries = try stores[1].outbox(includingSent: false)
    #expect(entries.count == 80)
    #expect(Set(entries.map(\.message)).count == 80)
    #expect(try stores[0].everything().first?.messageCount == 81)
  }

  @Test func `one of two claims the same message`() async throws {
    _ = try mailbox.store.enqueue(draft(Handle(.conversation, 1), clientId: "a"), at: at(600))
    let stores = [mailbox.store, try mailbox.other()]
    let jobs = try await withThrowingTaskGroup(of: OutboxJob?.self) { group in
      for (index, store) in stores.enumerated() {
        group.addTask {
          try store.claim(conversation: nil, owner: "\(index)", at: at(600), leaseSeconds: 60)
        }
      }
      return try await group.reduce(into: []) { if let job = $1 { $0.append(job) } }
    }
    #expect(jobs.count == 1)
  }

  @Test func `a reader does not wait for a writer, and another writer waits for the lock wait only`() throws {
    let reader = try mailbox.other()
    let hasty = try mailbox.other(wait: .milliseconds(50))
    let before = try reader.dataVersion()
    try mailbox.store.write { transaction in
      try transaction.run("UPDATE meta SET last_sync = '1'")
      #expect(try reader.everything().count == 1)
      #expect(try reader.dataVersion() == before)
      let error = #expect(throws: StoreError.self) { try hasty.noteSync(at: at(1)) }
      guard case .busy(let holder)? = error else {
        Issue.record("not busy: \(String(describing: error))")
        return
      }
      #expect(holder?.pid == getpid())
    }
    #expect(try reader.dataVersion() != before)
    try hasty.noteSync(at: at(1))
  }

  @Test func `a mailbox is made once however many make it`() async throws {
    let path = mailbox.path + "/new"
    defer {
      for name in ["", "-wal", "-shm"] { unlink(path + "/mailbox.sqlite3" + name) }
      rmdir(path + "/attachments")
      rmdir(path)
    }
    let identities = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 { group.addTask { try MailboxStore(directory: path, create: true).identity } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(identities.count == 1)
  }
}
