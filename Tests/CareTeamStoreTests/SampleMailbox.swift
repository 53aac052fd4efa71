import CareTeamCore
import GRDB
import Glibc

@testable import CareTeamStore

/// A mailbox with something of everything, closed, and what was in it.
struct SampleMailbox {
  private(set) var scratch: Scratch
  var identity = ""
  var account: Account?
  var conversations: [Conversation] = []
  var messages: [Handle: Message] = [:]
  var outbox: [OutboxEntry] = []
  var drafts: [Draft] = []
  var cursors: [NamedCursor] = []
  var events: [MailboxEvent] = []

  init(messages count: Int = 90, sealed: Bool = true) throws {
    scratch = try Scratch()
    let store = try MailboxStore(directory: scratch.path, create: true, keys: KeySource(TemporaryMailbox.key))
    if sealed { try store.seal(with: TemporaryMailbox.key, at: TemporaryMailbox.keyPlace, now: at(0)) }
    try store.save(
      Account(
        name: "home", server: "https://clinic.example/fhir", user: TemporaryMailbox.me, userName: "Ana",
        patient: TemporaryMailbox.me, dialect: "careteam", tokenPlace: .file("/t")))
    let names = ["aaa", "bbb", "ccc"]
    try store.take(
      names.map { conversation($0, subject: "About \($0)") },
      (1...count).map { number in
        message(
          "msg\(number)", in: names[number % 3], text: Self.text(number), sent: at(Int64(number)),
          clientId: nil, files: number % 10 == 0 ? [Self.file] : [])
      })
    _ = try store.markRead((1...20).map { Handle(.message, $0) }, at: at(800))
    try fill(store)
    try store.setCursor(named: "ward", position: 30, at: at(900))
    try remember(store)
    try store.close()
  }

  /// The name of the copy of a file in a plain mailbox.
  static let copy = String(repeating: "f", count: 64)

  private static let file = ServerAttachment(
    url: "Binary/b1", filename: "a.png", contentType: "image/png", size: 3, sha256: nil)

  /// A text of its own for each message; every ninth does not fit on a page.
  static func text(_ number: Int) -> String {
    "Message \(number), grüße 家族. " + String(repeating: "words ", count: number % 9 == 0 ? 1500 : 20)
  }

  private func fill(_ store: MailboxStore) throws {
    let first = Handle(.conversation, 1)
    let file = DraftAttachment(
      path: "\(scratch.path)/attachments/\(try store.seal()?.files.newName() ?? Self.copy)", filename: "f.txt",
      contentType: "text/plain", size: 1, sha256: "aa",
      sha1: "bb")
    var withFile = draft(first, "waits with its file", clientId: "id-1")
    withFile.attachments = [file]
    _ = try store.enqueue(withFile, at: at(1001))
    _ = try store.enqueue(draft(first, "waits behind it", clientId: "id-2"), at: at(1002))
    for number in 3...5 {
      let conversation = Handle(.conversation, Int64(number - 1) % 3 + 1)
      _ = try store.enqueue(
        draft(conversation, "text \(number)", clientId: "id-\(number)"), at: at(1000 + Int64(number)))
    }
    _ = try store.enqueue(newDraft(clientId: "id-6", text: "begins one"), at: at(1006))
    try store.write { transaction in
      try transaction.run(
        "UPDATE outbox SET state = 'claimed', owner = '1@1', lease_until = ? WHERE number = 3", [at(9999).key])
      try transaction.run("UPDATE outbox SET state = 'unknown', may_exist = 1, attempts = 2 WHERE number = 4")
      try transaction.run(
        "UPDATE outbox SET state = 'failed', last_error = ? WHERE number = 5",
        [transaction.stored("no", .lastError, of: 5)])
      try transaction.run("UPDATE message SET failed = 1 WHERE client_id = 'id-5'")
      try transaction.refresh(2, at: at(1100))
    }
    _ = try store.save(draft(first, "a draft", clientId: "id-7"))
    _ = try store.save(newDraft(clientId: "id-8", text: "another draft"))
  }

  private mutating func remember(_ store: MailboxStore) throws {
    identity = store.identity
    account = try store.account()
    conversations = try store.everything()
    for conversation in conversations {
      for message in try store.messages(in: conversation.handle, last: nil) { messages[message.handle] = message }
    }
    outbox = try store.outbox(includingSent: true)
    drafts = try store.drafts()
    cursors = try store.cursors()
    events = try store.events(after: 0, limit: 10_000)
  }

  /// The same mailbox in a folder of its own.
  func copy() throws -> SampleMailbox {
    var copy = self
    copy.scratch = try Scratch()
    for name in ["mailbox.sqlite3", "account.json"] { copy.scratch.write(scratch.bytes(name), to: name) }
    return copy
  }

  /// Where each table and index begins.
  func roots() throws -> [String: Int] {
    let queue = try DatabaseQueue(path: scratch.database)
    defer { try? queue.close() }
    return try queue.read { db in
      let rows = try Row.fetchAll(db, sql: "SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0")
      return Dictionary(rows.map { ($0[0] as String, $0[1] as Int) }, uniquingKeysWith: max)
    }
  }

  func damage(_ damage: Damage) {
    scratch.write(damage.applied(to: scratch.bytes("mailbox.sqlite3")), to: "mailbox.sqlite3")
  }

  func rebuild(wait: Duration = .seconds(10)) throws(StoreError) -> RebuildReport? {
    try MailboxStore.rebuildIfDamaged(
      directory: scratch.path, lockWait: wait, keys: KeySource(TemporaryMailbox.key), at: at(5000))
  }
}
