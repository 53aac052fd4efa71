import CareTeamCore
import GRDB
import Glibc
import Testing

@testable import CareTeamStore

struct FileTests {
  let mailbox: TemporaryMailbox
  var store: MailboxStore { mailbox.store }
  init() throws { mailbox = try TemporaryMailbox() }

  private func mode(_ name: String) -> mode_t {
    var status = stat()
    lstat(mailbox.path + name, &status)
    return status.st_mode & 0o777
  }

  private func sql(_ text: String) throws {
    try DatabaseQueue(path: mailbox.path + "/mailbox.sqlite3").writeWithoutTransaction { try $0.execute(sql: text) }
  }

  @Test func `everything is for its owner only`() throws {
    try store.take([conversation("aaa")])
    #expect(mode("") == 0o700)
    #expect(mode("/attachments") == 0o700)
    for name in ["", "-wal", "-shm"] { #expect(mode("/mailbox.sqlite3" + name) == 0o600) }
    chmod(mailbox.path + "/mailbox.sqlite3", 0o644)
    _ = try mailbox.other()
    #expect(mode("/mailbox.sqlite3") == 0o600)
  }

  @Test func `a mailbox that is not there is missing unless it is to be made`() throws {
    #expect(throws: StoreError.missing(path: "/tmp/careteam-none")) {
      try MailboxStore(directory: "/tmp/careteam-none", create: false)
    }
  }

  @Test func `a symbolic link is refused`() throws {
    let link = mailbox.path + "-link"
    symlink(mailbox.path, link)
    defer { unlink(link) }
    #expect(throws: StoreError.unsafePath(link)) { try MailboxStore(directory: link, create: true) }
  }

  @Test func `the identity stays, and a newer mailbox is refused`() throws {
    #expect(try mailbox.other().identity == store.identity)
    #expect(store.identity.utf8.count == 32)
    try sql("PRAGMA user_version = 99")
    #expect(throws: StoreError.newerSchema(found: 99, known: Schema.version)) { try mailbox.other() }
  }

  @Test func `a damaged file is told as such`() throws {
    let path = mailbox.path + "/damaged"
    mkdir(path, 0o700)
    let file = open(path + "/mailbox.sqlite3", O_CREAT | O_WRONLY, 0o600)
    let text = [UInt8](repeating: 0x41, count: 8192)
    _ = Glibc.write(file, text, text.count)
    close(file)
    defer {
      unlink(path + "/mailbox.sqlite3")
      rmdir(path + "/attachments")
      rmdir(path)
    }
    #expect {
      try MailboxStore(directory: path, create: false)
    } throws: {
      guard case .damaged? = $0 as? StoreError else { return false }
      return true
    }
  }

  @Test func `a full disk loses nothing and works again with space`() throws {
    try store.take([conversation("aaa")], [message("1", in: "aaa")])
    _ = try store.write { try $0.value(Int.self, "PRAGMA max_page_count = 1") }
    let big = String(repeating: "x", count: 300_000)
    let full = StoreError.diskFull
    #expect(throws: full) { try store.enqueue(draft(Handle(.conversation, 1), big, clientId: "a"), at: at(600)) }
    #expect(try store.outbox(includingSent: true) == [])
    #expect(try store.messages(in: Handle(.conversation, 1), last: nil).count == 1)
    _ = try store.write { try $0.value(Int.self, "PRAGMA max_page_count = 1000000") }
    #expect(try store.enqueue(draft(Handle(.conversation, 1), big, clientId: "a"), at: at(600)).duplicate == false)
  }

  @Test func `a mailbox that may not be written says so`() throws {
    try store.write { try $0.run("SELECT 1") }
    let error = #expect(throws: StoreError.self) {
      try store.write { transaction in
        try transaction.db.execute(sql: "PRAGMA query_only = 1")
        try transaction.run("UPDATE meta SET last_sync = '1'")
      }
    }
    #expect(error == .readOnly(path: mailbox.path + "/mailbox.sqlite3"))
  }

  @Test(.enabled(if: geteuid() != 0))
  func `a folder that may not be written says so`() throws {
    let path = mailbox.path + "/locked"
    mkdir(path, 0o500)
    defer { rmdir(path) }
    #expect(throws: StoreError.readOnly(path: path + "/mailbox.sqlite3")) {
      try MailboxStore(directory: path, create: true)
    }
  }
}
