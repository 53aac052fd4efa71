import CareTeamCore
import GRDB
import Glibc
import Testing

@testable import CareTeamStore

/// A damaged mailbox is made anew: nothing that can be read is lost, nothing is made up, the damaged file stays.
struct RebuildTests {
  private func state(after state: OutboxEntry.State) -> OutboxEntry.State { state == .claimed ? .unknown : state }

  /// What must be so whatever the damage was.
  private func check(_ sample: SampleMailbox, _ report: RebuildReport, damaged: [UInt8]?) throws {
    if let damaged {
      let name = try #require(report.setAside?.split(separator: "/").last.map(String.init))
      #expect(sample.scratch.bytes(name) == damaged)
      #expect(sample.scratch.mode(name) == 0o600)
    }
    #expect(
      sample.scratch.names.allSatisfy { !$0.contains("making") && !$0.contains("salvage") && !$0.contains("rebuilt") })
    #expect(sample.scratch.mode("mailbox.sqlite3") == 0o600)
    let store = try sample.scratch.open()
    defer { try? store.close() }
    #expect(try store.integrityFaults() + store.contradictions() == [])
    #expect(store.identity == sample.identity)
    #expect(try store.account() == sample.account)
    try checkMessages(sample, store)
    try checkOutbox(sample, store, report)
    for draft in try store.drafts() { #expect(sample.drafts.contains(draft)) }
    for cursor in try store.cursors() { #expect(sample.cursors.contains { $0.cursor == cursor.cursor }) }
    try checkEvents(sample, store)
    try checkNumbers(sample, store)
  }

  /// No event is made up, and a consumer learns that some may be missing.
  private func checkEvents(_ sample: SampleMailbox, _ store: MailboxStore) throws {
    let events = try store.events(after: 0, limit: 10_000)
    let made = events.dropLast().filter { !sample.events.contains($0) }.map(\.position)
    #expect(made == [] && events.last?.kind == .gap)
  }

  /// No text differs, and no handle stands for anything else than before.
  private func checkMessages(_ sample: SampleMailbox, _ store: MailboxStore) throws {
    var wrong: [Handle] = []
    for conversation in try store.everything() {
      let before = sample.conversations.first { $0.handle == conversation.handle }
      if before?.reference != conversation.reference, conversation.reference != nil {
        wrong.append(conversation.handle)
      }
      for message in try store.messages(in: conversation.handle, last: nil) {
        let before = sample.messages[message.handle]
        let isSame =
          message.text == before?.text && message.reference == before?.reference && message.isRead == before?.isRead
          && message.conversation.handle == before?.conversation.handle
        if !isSame { wrong.append(message.handle) }
      }
    }
    #expect(wrong == [])
  }

  /// Each unsent message is in the outbox with its text and files, or is named as one that is not, or the outbox itself
  /// is said to be incomplete. What is not whole is not sent.
  private func checkOutbox(_ sample: SampleMailbox, _ store: MailboxStore, _ report: RebuildReport) throws {
    let entries = try store.outbox(includingSent: true)
    for before in sample.outbox {
      guard let entry = entries.first(where: { $0.clientId == before.clientId }) else {
        let isSaid = report.lost.contains(before.handle) || report.faulty.contains("outbox")
        #expect(isSaid, "\(before.clientId) is gone without a word: \(report)")
        continue
      }
      #expect(entry.message == before.message && entry.conversation.handle == before.conversation.handle)
      guard !report.held.contains(entry.handle) else {
        #expect(entry.state == .failed)
        continue
      }
      #expect(entry.handle == before.handle && entry.state == state(after: before.state))
      let message = try #require(try store.message(entry.message))
      let original = try #require(sample.messages[before.message])
      #expect(message.to == original.to && message.text == original.text)
      let moved = original.attachments.map { file in
        var file = file
        file.path = file.path.map { store.attachmentsDirectory + "/" + FileSeal.name(of: $0) }
        return file
      }
      #expect(message.attachments == moved)
      let mayExist = try store.read {
        try $0.count("SELECT may_exist FROM outbox WHERE number = ?", [entry.handle.number])
      }
      #expect(mayExist == (before.state == .queued ? 0 : 1))
    }
  }

  /// New handles are beyond all that were ever given.
  private func checkNumbers(_ sample: SampleMailbox, _ store: MailboxStore) throws {
    try store.take([conversation("zzz")], [message("new", in: "zzz")])
    let handle = try store.resolve("Communication/new", as: [.message])
    #expect(handle.number > sample.messages.keys.map(\.number).max() ?? 0)
    let new = try #require(try store.everything().first { $0.reference?.id == "zzz" })
    #expect(new.handle.number > sample.conversations.map(\.handle.number).max() ?? 0)
    let entry = try store.enqueue(draft(new.handle, clientId: "fresh"), at: at(6000)).entry
    #expect(entry.handle.number > sample.outbox.map(\.handle.number).max() ?? 0)
    let kept = try store.save(draft(new.handle, clientId: "fresh draft"))
    #expect(try #require(kept.handle).number > sample.drafts.compactMap(\.handle?.number).max() ?? 0)
    #expect(try store.lastEventPosition() > sample.events.map(\.position).max() ?? 0)
  }

  @Test func `a sound mailbox is left as it is`() throws {
    let sample = try SampleMailbox(messages: 9)
    let before = sample.scratch.bytes("mailbox.sqlite3")
    #expect(try sample.rebuild() == nil)
    #expect(sample.scratch.bytes("mailbox.sqlite3") == before)
    #expect(MailboxStore.setAside(in: sample.scratch.path) == [])
  }

  @Test(arguments: [Damage.header, .zero(page: 1), .garbage(page: 1)])
  func `with a damaged beginning everything is recovered`(damage: Damage) throws {
    let sample = try SampleMailbox()
    try #require(sample.scratch.bytes("mailbox.sqlite3").count > 30 * Damage.pageSize)
    sample.damage(damage)
    let damaged = sample.scratch.bytes("mailbox.sqlite3")
    let report = try #require(try sample.rebuild())
    #expect(report.messages == sample.messages.count && report.faulty == [] && report.held == [] && report.lost == [])
    let store = try sample.scratch.open()
    #expect(try store.drafts() == sample.drafts)
    #expect(try store.events(after: 0, limit: 10_000).dropLast() == sample.events[...])
    #expect(try store.cursors().map(\.cursor) == sample.cursors.map(\.cursor))
    #expect(try store.everything() == sample.conversations)
    try store.close()
    try check(sample, report, damaged: damaged)
  }

  @Test func `with an index damaged nothing is lost`() throws {
    let sample = try SampleMailbox()
    let root = try #require(try sample.roots()["sqlite_autoindex_message_handle_1"])
    sample.damage(.zero(page: root))
    let damaged = sample.scratch.bytes("mailbox.sqlite3")
    let report = try #require(try sample.rebuild())
    #expect(report.faulty == [] && report.messages == sample.messages.count)
    try check(sample, report, damaged: damaged)
  }

  @Test(arguments: [true, false]) func `any one page can be damaged`(isZero: Bool) throws {
    let whole = try SampleMailbox()
    let pages = whole.scratch.bytes("mailbox.sqlite3").count / Damage.pageSize
    for page in 1...pages {
      let damage = isZero ? Damage.zero(page: page) : .garbage(page: page)
      let sample = try whole.copy()
      sample.damage(damage)
      let damaged = sample.scratch.bytes("mailbox.sqlite3")
      // A page that is not in use may be anything.
      guard let report = try sample.rebuild() else { continue }
      try check(sample, report, damaged: damaged)
      // Without the people nobody knows any more who wrote the messages.
      let least = report.faulty.contains("person") ? 0 : sample.messages.count - 40
      #expect(report.messages >= least, "\(damage): \(report)")
    }
  }

  @Test func `a message that waits survives the loss of the page that leads to it`() throws {
    let sample = try SampleMailbox()
    let root = try #require(try sample.roots()["message"])
    sample.damage(.zero(page: root))
    let report = try #require(try sample.rebuild())
    #expect(report.unsent == 5 && report.held == [] && report.lost == [], "\(report)")
  }

  @Test(arguments: [Damage.half, .everything, .empty])
  func `with most of it gone the account stays, and no number is given twice`(damage: Damage) throws {
    let sample = try SampleMailbox()
    sample.damage(damage)
    let damaged = sample.scratch.bytes("mailbox.sqlite3")
    let report = try #require(try sample.rebuild())
    try check(sample, report, damaged: damaged)
  }

  @Test func `a file that is gone is damage, not the absence of an account`() throws {
    let sample = try SampleMailbox()
    unlink(sample.scratch.database)
    #expect(throws: StoreError.damaged("its file mailbox.sqlite3 is missing")) { try sample.scratch.open() }
    #expect(throws: StoreError.damaged("its file mailbox.sqlite3 is missing")) {
      try MailboxStore(directory: sample.scratch.path, create: true)
    }
    let report = try #require(try sample.rebuild())
    #expect(report.setAside == nil)
    try check(sample, report, damaged: nil)
  }

  @Test func `with its note gone as well a login is asked for, and is enough`() throws {
    let sample = try SampleMailbox()
    sample.damage(.everything)
    unlink(sample.scratch.path + "/account.json")
    let error = #expect(throws: StoreError.self) { try sample.rebuild() }
    guard case .damaged(let detail)? = error else { throw StoreError.io("not damaged") }
    #expect(detail.contains("log in again"))
    let account = try #require(sample.account)
    try MailboxStore.note(account, in: sample.scratch.path, lockWait: .seconds(1))
    #expect(try sample.rebuild() != nil)
    let store = try sample.scratch.open()
    #expect(try store.account() == account)
    try checkNumbers(sample, store)
  }
}
