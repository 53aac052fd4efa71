import CareTeamCore
import Testing

@testable import CareTeamStore

struct SyncTests {
  let mailbox: TemporaryMailbox
  var store: MailboxStore { mailbox.store }
  init() throws { mailbox = try TemporaryMailbox() }

  @Test func `an account and the watermarks come back as they were saved`() throws {
    #expect(try store.account()?.user == TemporaryMailbox.me)
    #expect(try store.watermark(for: "Task") == nil)
    _ = try store.apply(ServerBatch(), from: "Task", watermark: "2026", at: at(0))
    try store.noteSync(at: at(5, 123_456_789))
    #expect(try store.watermark(for: "Task") == "2026")
    #expect(try store.lastSync() == at(5, 123_456_789))
  }

  @Test func `a page brings conversations and messages with counts and events`() throws {
    let applied = try store.take(
      [conversation("aaa")],
      [message("aaa", in: "aaa", text: "First", isFirst: true), message("m2", in: "aaa", text: "How?", sent: at(20))])
    #expect(applied.newMessages.map(\.description) == ["m1", "m2"])
    #expect(applied.changed == 3)
    let one = try #require(try store.everything().first)
    #expect(one.handle.description == "c1")
    #expect(one.unreadCount == 2)
    #expect(one.messageCount == 2)
    #expect(one.status == .needsAttention)
    #expect(one.waitingOn == WaitingOn(who: .me, since: at(20)))
    #expect(one.lastMessage?.preview == "How?")
    #expect(one.lastMessage?.from.name == "Dr Lee")
    #expect(one.updatedAt == at(20))
    #expect(one.participants.map(\.name) == ["Ana", "Dr Lee"])
    #expect(one.category == [Coding(system: "s", code: "c", display: nil)])
    #expect(try store.kinds() == [.conversationUpdated, .messageReceived, .messageReceived])
    #expect(try store.source(of: communication("m2"))?["id"]?.string == "m2")
  }

  @Test func `the same versions again change nothing and make no event`() throws {
    try store.take([conversation("aaa")], [message("m2", in: "aaa")])
    let position = try store.lastEventPosition()
    let again = try store.take([conversation("aaa")], [message("m2", in: "aaa")])
    #expect(again == Applied(newMessages: [], changed: 0))
    #expect(try store.lastEventPosition() == position)
  }

  @Test func `a message that comes before its conversation is shown with what is known`() throws {
    try store.take([], [message("m2", in: "aaa", text: "Line one\nLine two")])
    let early = try #require(try store.everything().first)
    #expect(early.reference == request("aaa"))
    #expect(early.subject == "Line one")
    #expect(early.participants.map(\.reference) == [TemporaryMailbox.doctor])
    try store.take([conversation("aaa", subject: "Lab")], [])
    let late = try #require(try store.everything().first)
    #expect(late.handle == early.handle)
    #expect(late.subject == "Lab")
    #expect(late.messageCount == 1)
    try store.take([conversation("aaa", version: "2", subject: nil)], [])
    #expect(try store.everything().first?.subject == "Line one")
  }

  @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]])
  func `answers to answers are in the conversation of the first, in whatever order they come`(_ order: [Int]) throws {
    func answer(_ id: String, to other: String) -> ServerMessage {
      var message = message(id, in: "unused", sent: at(Int64(id.utf8.count)))
      message.conversation = communication(other)
      return message
    }
    let messages = [answer("a", to: "a"), answer("aa", to: "a"), answer("aaa", to: "aa")]
    for index in order { try store.take([], [messages[index]]) }
    let all = try store.everything()
    #expect(all.map(\.messageCount) == [3])
    let handle = try #require(all.first?.handle)
    #expect(try store.messages(in: handle, last: nil).map { $0.reference?.id } == ["a", "aa", "aaa"])
  }

  @Test func `a conversation that its messages make up has no resource, and is told once`() throws {
    var thread = conversation("t1")
    thread.reference = Reference(type: "Thread", id: "t1")
    thread.version = nil
    #expect(try store.take([thread]).changed == 1)
    #expect(try store.source(of: thread.reference) == nil)
    #expect(try store.take([thread]).changed == 0)
  }

  @Test func `a message that says itself that it was read is read`() throws {
    var read = message("m2", in: "aaa")
    read.isRead = true
    try store.take([conversation("aaa")], [read, message("m3", in: "aaa", sent: at(20))])
    #expect(try store.everything().first?.unreadCount == 1)
    read = message("m3", in: "aaa", sent: at(20), version: "2")
    read.isRead = true
    try store.take([], [read])
    #expect(try store.everything().first?.unreadCount == 0)
  }

  @Test func `messages are ordered by instant whatever the precision, then last update, then id`() throws {
    let far = try #require(Instant(fhir: "9999-12-31T23:59:59.999999999Z"))
    let offset = try #require(Instant(fhir: "2026-01-01T01:00:00.5+02:00"))
    let plain = try #require(Instant(fhir: "2025-12-31T23:00:00.500000001Z"))
    let old = try #require(Instant(fhir: "0001-01-01"))
    try store.take(
      [conversation("aaa")],
      [
        message("b", in: "aaa", sent: at(1), updated: at(2)), message("a", in: "aaa", sent: at(1), updated: at(2)),
        message("c", in: "aaa", sent: at(1), updated: at(1, 999)), message("far", in: "aaa", sent: far),
        message("plain", in: "aaa", sent: plain), message("offset", in: "aaa", sent: offset),
        message("old", in: "aaa", sent: old),
      ])
    let handle = try #require(try store.everything().first?.handle)
    let messages = try store.messages(in: handle, last: nil)
    #expect(messages.map { $0.reference?.id } == ["old", "offset", "plain", "c", "a", "b", "far"])
    #expect(messages.last?.sentAt == far)
    #expect(messages.first?.sentAt == old)
    #expect(try store.messages(in: handle, last: 2).map { $0.reference?.id } == ["b", "far"])
  }

  @Test func `conversations are ordered by newest activity, ties by handle, and filtered`() throws {
    try store.take(
      [conversation("aaa"), conversation("bbb", closed: true), conversation("ccc", priority: .high)],
      [
        message("1", in: "aaa", sent: at(10)), message("2", in: "bbb", from: TemporaryMailbox.me, sent: at(10)),
        message("3", in: "ccc", from: TemporaryMailbox.nurse, sent: at(30)),
      ], people: [ServerPerson(reference: TemporaryMailbox.nurse, name: "Núria Ödman")])
    #expect(try store.everything().map(\.handle.description) == ["c3", "c1", "c2"])
    func handles(_ change: (inout ConversationQuery) -> Void) throws -> [String] {
      var query = ConversationQuery()
      change(&query)
      return try store.conversations(query).map(\.handle.description)
    }
    #expect(try handles { $0.unreadOnly = true } == ["c3", "c1"])
    #expect(try handles { $0.status = .completed } == ["c2"])
    #expect(try handles { $0.priority = .high } == ["c3"])
    #expect(try handles { $0.with = "ÖDMAN" } == ["c3"])
    #expect(
      try handles {
        $0.with = "drlee"; $0.limit = 2
      } == ["c3", "c1"])
    #expect(try handles { $0.type = .education } == [])
    #expect(try handles { $0.since = at(11) } == ["c3"])
    #expect(try handles { $0.limit = 1 } == ["c3"])
    #expect(try handles { $0.waitingOnly = true } == ["c2"])
  }

  @Test func `a name learnt later shows everywhere`() throws {
    try store.take([conversation("aaa")], [message("1", in: "aaa", from: TemporaryMailbox.nurse)])
    #expect(try store.strangers(limit: 9).first == TemporaryMailbox.nurse)
    try store.noteAsked(for: [TemporaryMailbox.nurse])
    #expect(try !store.strangers(limit: 9).contains(TemporaryMailbox.nurse))
    #expect(try store.message(Handle(.message, 1))?.from.name == "Practitioner/nurse")
    try store.take(people: [ServerPerson(reference: TemporaryMailbox.nurse, name: "Noor")])
    #expect(try store.message(Handle(.message, 1))?.from.name == "Noor")
    #expect(try store.everything().first?.participants.map(\.name) == ["Ana", "Dr Lee", "Noor"])
    #expect(try store.people().map(\.name).contains("Noor"))
  }

  @Test func `nobody is renamed by what a message calls them`() throws {
    let lee = TemporaryMailbox.doctor
    func called(_ id: String, _ name: String) -> ServerMessage {
      var message = message(id, in: "aaa")
      message.from = ServerPerson(reference: lee, name: name)
      message.to = [ServerPerson(reference: TemporaryMailbox.me, name: name)]
      return message
    }
    try store.take([], [called("1", "Dr Lee")])
    try store.take([], [called("2", "Someone Else")])
    #expect(try store.messages(in: Handle(.conversation, 1), last: nil).map(\.from.name) == ["Dr Lee", "Dr Lee"])
    try store.take(people: [ServerPerson(reference: lee, name: "Dr Lee-Kim")])
    try store.take([], [called("3", "Dr Lee")])
    #expect(try store.message(Handle(.message, 3))?.from.name == "Dr Lee-Kim")
  }

  @Test func `a retracted message is not unread and keeps what was read of it`() throws {
    try store.take([conversation("aaa")], [message("1", in: "aaa", text: "Oops")])
    try store.take([], [message("1", in: "aaa", text: "", version: "2", retracted: true)])
    let kept = try #require(try store.message(Handle(.message, 1)))
    #expect(kept.delivery.state == .retracted)
    #expect(kept.text == "Oops")
    #expect(try store.totals().unreadCount == 0)
  }

  @Test func `a full sync keeps handles, outbox, drafts and cursors and retracts what is gone`() throws {
    try store.take(
      [conversation("aaa"), conversation("bbb")],
      [message("1", in: "aaa"), message("2", in: "aaa", sent: at(20)), message("3", in: "bbb", sent: at(30))])
    let queued = try store.enqueue(draft(Handle(.conversation, 1), clientId: "q"), at: at(600))
    _ = try store.save(draft(Handle(.conversation, 1), clientId: "d"))
    try store.setCursor(named: "triage", position: 2, at: at(1))
    try store.beginFullSync()
    try store.take([conversation("aaa")], [message("2", in: "aaa", sent: at(20))])
    try store.finishFullSync(at: at(2000))
    #expect(try store.message(Handle(.message, 1))?.delivery.state == .retracted)
    #expect(try store.message(Handle(.message, 2))?.delivery.state == .delivered)
    #expect(try store.conversation(Handle(.conversation, 1))?.isClosed == false)
    #expect(try store.conversation(Handle(.conversation, 2))?.isClosed == true)
    #expect(try store.message(queued.entry.message)?.delivery.state == .queued)
    #expect(try store.drafts().count == 1)
    #expect(try store.cursor(named: "triage")?.cursor.position == 2)
    #expect(try store.resolve("Communication/1", as: [.message]).description == "m1")
    #expect(try store.lastSync() == at(2000))
  }

  @Test func `a message sent while a full sync runs is not taken for gone`() throws {
    try store.take([conversation("aaa")], [])
    try store.beginFullSync()
    let entry = try store.enqueue(draft(Handle(.conversation, 1), clientId: "q"), at: at(600)).entry
    _ = try store.claim(conversation: nil, owner: "p", at: at(600), leaseSeconds: 60)
    try store.settle(
      entry.settled(.accepted(communication("new"), version: "1", wasThere: false), now: at(601), chance: 0),
      reference: communication("new"), at: at(601))
    try store.take([conversation("aaa")])
    try store.finishFullSync(at: at(700))
    #expect(try store.message(entry.message)?.delivery.state == .sent)
  }

  @Test func `attachments are numbered, in the next version too`() throws {
    let file = ServerAttachment(
      url: "Binary/9", filename: "a.pdf", contentType: "application/pdf", size: 3, sha256: nil)
    try store.take([conversation("aaa")], [message("1", in: "aaa", files: [file, file])])
    let second = Handle(.message, 1, part: 2)
    #expect(try store.attachment(second)?.id == "9")
    try store.take([], [message("1", in: "aaa", version: "2", files: [file, file])])
    #expect(try store.everything().first?.attachmentCount == 2)
    #expect(try store.resolve("m1.2", as: [.message]) == second)
    #expect(throws: StoreError.unknown("m1.3")) { try store.resolve("m1.3", as: [.message]) }
  }
}
