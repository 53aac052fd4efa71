import CareTeamCore
import Foundation
import GRDB
import Testing

@testable import CareTeamStore

/// A sealed mailbox gives nothing away, believes nothing that was not sealed, and changes nothing without its key.
struct SealedMailboxTests {
  private func open(_ scratch: Scratch, _ keys: KeySource?) throws -> MailboxStore {
    try MailboxStore(directory: scratch.path, create: false, keys: keys)
  }

  /// What a person can see of a mailbox.
  private func content(_ store: MailboxStore) throws -> [String] {
    var content: [String] = []
    for conversation in try store.everything() {
      content.append("\(conversation)")
      content += try store.messages(in: conversation.handle, last: nil).map { message in
        var message = message
        // A file that is sealed anew has another name.
        for index in message.attachments.indices { message.attachments[index].path = nil }
        return "\(message)"
      }
    }
    let drafts = try store.drafts().map { "\($0.text) \($0.target) \($0.attachments.map(\.filename))" }
    return content + drafts + (try store.outbox(includingSent: true).map { "\($0)" })
  }

  private func database(_ scratch: Scratch, _ sql: String) throws {
    let queue = try DatabaseQueue(path: scratch.database)
    defer { try? queue.close() }
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
  }

  @Test func `without the key or with another one nothing is shown, and no byte is changed`() throws {
    let sample = try SampleMailbox(messages: 9)
    let place = TemporaryMailbox.keyPlace
    let cases: [(KeySource?, StoreError)] = [
      (nil, .keyMissing(place)), (KeySource { _ in nil }, .keyMissing(place)),
      (KeySource(testKey(9)), .keyWrong(place)),
      (
        KeySource { (_) throws(StoreError) in throw .keyUnavailable("locked", isTemporary: true) },
        .keyUnavailable("locked", isTemporary: true)
      ),
    ]
    for (keys, error) in cases {
      let before = sample.scratch.bytes("mailbox.sqlite3")
      let store = try open(sample.scratch, keys)
      #expect(throws: error) { try store.everything() }
      #expect(throws: error) { try store.markRead([Handle(.message, 30)], at: at(1)) }
      #expect(throws: error) { try store.enqueue(draft(Handle(.conversation, 1), clientId: "new"), at: at(1)) }
      #expect(throws: error) { try store.take([conversation("zzz")]) }
      #expect(throws: error) { try store.noteSync(at: at(1)) }
      #expect(throws: error) { try store.seal(with: testKey(9), at: place, now: at(20_000)) }
      #expect(try store.totals().queued > 0 && store.account()?.userName == nil)
      try store.close()
      #expect(sample.scratch.bytes("mailbox.sqlite3") == before)
      #expect(throws: error) {
        try MailboxStore.rebuildIfDamaged(directory: sample.scratch.path, lockWait: .zero, keys: keys, at: at(1))
      }
      #expect(sample.scratch.bytes("mailbox.sqlite3") == before)
    }
  }

  @Test(arguments: [
    "UPDATE message SET text = 'Take ten tablets' WHERE number = 3",
    "UPDATE message SET text = (SELECT text FROM message WHERE number = 4) WHERE number = 3",
    "UPDATE message SET text = CAST(substr(text, 1, 20) AS BLOB) WHERE number = 3",
  ])
  func `a text that was put in, moved or cut is damage, which sync mends`(change: String) throws {
    let sample = try SampleMailbox(messages: 9)
    try database(sample.scratch, change)
    let store = try sample.scratch.open()
    #expect(throws: StoreError.self) { try store.message(Handle(.message, 3)) }
    #expect(try store.sealFaults().count == 1)
    #expect(try store.message(Handle(.message, 4))?.text == SampleMailbox.text(4))
    try store.close()
    let report = try #require(try sample.rebuild())
    #expect(report.faulty.contains("message"))
    let mended = try sample.scratch.open()
    #expect(try mended.sealFaults() == [] && mended.integrityFaults() + mended.contradictions() == [])
    #expect(try mended.message(Handle(.message, 3)) == nil)
    #expect(try mended.message(Handle(.message, 4))?.text == SampleMailbox.text(4))
    // The server's own has its handle again.
    try mended.take([], [message("msg3", in: "aaa", text: SampleMailbox.text(3))])
    #expect(try mended.message(Handle(.message, 3))?.text == SampleMailbox.text(3))
  }

  @Test func `a plain mailbox is sealed with all that is in it, and unsealed text is nowhere`() throws {
    let sample = try SampleMailbox(messages: 30, sealed: false)
    let file = "\(sample.scratch.path)/attachments/\(SampleMailbox.copy)"
    try Data("the file's content, kept for a day or two".utf8).write(to: URL(fileURLWithPath: file))
    let plain = try open(sample.scratch, nil)
    let before = try content(plain)
    let reader = try open(sample.scratch, KeySource(testKey(1)))
    try reader.seal(with: testKey(1), at: .keyring, now: at(20_000))
    #expect(try content(reader) == before && !reader.hasResidue())
    #expect(throws: StoreError.keyMissing(.keyring)) { try content(plain) }
    for name in sample.scratch.names where name.hasPrefix("mailbox") {
      let bytes = Data(sample.scratch.bytes(name))
      for text in ["grüße", "a draft", "About aaa", "Dr Lee", "a.png", "waits behind"] {
        #expect(bytes.range(of: Data(text.utf8)) == nil, "\(text) is in \(name)")
      }
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(sample.scratch.path)/attachments")
    #expect(files.count == 1 && files[0].hasSuffix(".sealed"))
    #expect(try reader.missingFiles().isEmpty)
  }

  /// Whenever the work is cut off, the mailbox opens with one of the two keys that are kept, and so do its files.
  @Test(arguments: 0..<10) func `a change of the key that is killed leaves a mailbox that can be read`(point: Int)
    async throws
  {
    let sample = try SampleMailbox(messages: 200)
    let sealed = try sample.scratch.open()
    let writer = try SealedFileWriter(in: sealed.attachmentsDirectory, try #require(try sealed.seal()).files)
    try writer.write([UInt8](repeating: 7, count: 500_000))
    var kept = draft(Handle(.conversation, 1), "with a file", clientId: "file")
    kept.attachments = [
      DraftAttachment(
        path: try writer.finish(), filename: "f", contentType: "text/plain", size: 500_000, sha256: "a", sha1: "b")
    ]
    _ = try sealed.save(kept)
    let content = try content(sealed)
    try sealed.close()
    let folder = sample.scratch.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, point = point as Int] in
      let ring = KeyRing.changing(testKey(0), to: testKey(1))
      let keys = KeySource { _ in ring }
      let store = try MailboxStore(directory: folder, create: false, keys: keys)
      Thread {
        usleep(UInt32(point * point) * 2500)
        kill(getpid(), SIGKILL)
      }.start()
      try store.seal(with: testKey(1), at: .keyring, now: at(20_000))
      while true { usleep(10_000) }
    }
    let ring = KeyRing.changing(testKey(0), to: testKey(1))
    let store = try open(sample.scratch, KeySource { _ in ring })
    #expect(try self.content(store) == content)
    #expect(try store.sealFaults() == [] && store.integrityFaults() + store.contradictions() == [])
    try readsFile(store)
    try store.seal(with: testKey(1), at: .keyring, now: at(20_000))
    #expect(try self.content(store) == content && !store.hasResidue())
    try readsFile(store)
    let files = try FileManager.default.contentsOfDirectory(atPath: store.attachmentsDirectory)
    #expect(files.allSatisfy { $0.hasPrefix(testKey(1).identifier(in: store.identity)) })
  }

  private func readsFile(_ store: MailboxStore) throws {
    let file = try #require(try store.drafts().flatMap(\.attachments).first)
    let reader = try SealedFileReader(file.path, try #require(try store.seal()).files)
    #expect(try reader.size == 500_000 && reader.read(at: 400_000, count: 9) == [UInt8](repeating: 7, count: 9))
  }

  @Test func `a file that was copied under the key before is not sent under this one`() throws {
    let mailbox = try TemporaryMailbox()
    try mailbox.store.take([conversation("aaa")])
    var late = draft(Handle(.conversation, 1), clientId: "late")
    let old = try #require(try mailbox.store.seal()).files.newName()
    late.attachments = [
      DraftAttachment(path: old, filename: "f", contentType: "text/plain", size: 1, sha256: "a", sha1: "b")
    ]
    let ring = KeyRing.changing(TemporaryMailbox.key, to: testKey(5))
    let store = try MailboxStore(directory: mailbox.path, create: false, keys: KeySource { _ in ring })
    try store.seal(with: testKey(5), at: .keyring, now: at(20_000))
    #expect(throws: StoreError.keyChanged) { try store.enqueue(late, at: at(1)) }
    #expect(throws: StoreError.keyChanged) { try store.save(late) }
    #expect(try store.outbox(includingSent: true) == [] && store.drafts() == [])
  }

  @Test func `the key does not change while a message is being sent`() throws {
    let mailbox = try TemporaryMailbox()
    try mailbox.store.take([conversation("aaa")])
    _ = try mailbox.store.enqueue(draft(Handle(.conversation, 1), clientId: "sent"), at: at(1))
    _ = try mailbox.store.claim(conversation: nil, owner: "1@1", at: at(2), leaseSeconds: 60)
    #expect(throws: StoreError.busy(holder: nil)) {
      try mailbox.store.seal(with: testKey(5), at: .keyring, now: at(3))
    }
    #expect(try mailbox.store.sealNote()?.identifier == TemporaryMailbox.key.identifier(in: mailbox.store.identity))
  }
}
