import CareTeamCore
import Testing

@testable import CareTeamStore

struct OutboxTests {
  let mailbox: TemporaryMailbox
  var store: MailboxStore { mailbox.store }
  let c1 = Handle(.conversation, 1)
  init() throws {
    mailbox = try TemporaryMailbox()
    try store.take([conversation("aaa")], [message("1", in: "aaa")])
  }

  private func claim(at seconds: Int64 = 600, force: Bool = false) throws -> OutboxJob? {
    try store.claim(conversation: nil, owner: "p1", at: at(seconds), leaseSeconds: 60, force: force)
  }

  private func accept(_ job: OutboxJob, _ reference: Reference) throws {
    try store.settle(
      job.entry.settled(.accepted(reference, version: "1", wasThere: false), now: at(700), chance: 0),
      reference: reference, at: at(700))
  }

  @Test func `a client id is taken by another subject, other people, other files and another kind of message`() throws {
    func begin(_ subject: String, _ people: String...) -> Draft {
      let me = Participant(reference: TemporaryMailbox.me, name: "Ana", isSelf: true)
      let recipients = people.map {
        Participant(reference: Reference(type: "Practitioner", id: $0), name: $0, isSelf: false)
      }
      let new = NewConversation(recipients: recipients, patient: me, subject: subject, type: .other, priority: .routine)
      return Draft(target: .conversation(new), text: "Hello", clientId: "n1", updatedAt: at(1))
    }
    let first = try store.enqueue(begin("Diet", "lee", "rosa"), at: at(600))
    #expect(try store.enqueue(begin("Diet", "rosa", "lee"), at: at(601)).entry == first.entry)
    for other in [begin("Diet", "lee"), begin("Diet", "lee", "kim"), begin("Sleep", "lee", "rosa")] {
      #expect(throws: StoreError.clientIdTaken("n1")) { _ = try store.enqueue(other, at: at(602)) }
    }
    #expect(throws: StoreError.clientIdTaken("n1")) {
      _ = try store.enqueue(draft(c1, "Hello", clientId: "n1"), at: at(603))
    }
    var reply = draft(c1, "Here", clientId: "r1")
    let file = { (sha256: String) throws in
      DraftAttachment(
        path: "\(store.attachmentsDirectory)/\(try #require(try store.seal()).files.newName())", filename: "p.pdf",
        contentType: "application/pdf", size: 4, sha256: sha256, sha1: "bb")
    }
    reply.attachments = [try file("aa")]
    _ = try store.enqueue(reply, at: at(604))
    reply.attachments = [try file("aa")]
    #expect(try store.enqueue(reply, at: at(605)).duplicate)
    for files in [[], [try file("cc")], [try file("aa"), try file("cc")]] {
      reply.attachments = files
      #expect(throws: StoreError.clientIdTaken("r1")) { _ = try store.enqueue(reply, at: at(606)) }
    }
  }

  @Test func `what is at another server is not here`() throws {
    let server = try #require(try store.account()).server
    #expect(try store.resolve("\(server)/CommunicationRequest/aaa", as: [.conversation]) == c1)
    #expect(throws: StoreError.self) {
      try store.resolve("https://other.example/fhir/CommunicationRequest/aaa", as: [.conversation])
    }
  }

  @Test func `a reply is queued with its recipients and files, and its draft goes`() throws {
    var kept = draft(c1, "Thanks", clientId: "x1")
    kept.attachments = [
      DraftAttachment(
        path: "\(store.attachmentsDirectory)/\(try #require(try store.seal()).files.newName())", filename: "p.png",
        contentType: "image/png", size: 4,
        sha256: "aa", sha1: "bb")
    ]
    kept.inReplyTo = Handle(.message, 1)
    kept = try store.save(kept)
    #expect(try store.drafts() == [kept])
    let done = try store.enqueue(kept, at: at(600))
    #expect(!done.duplicate)
    #expect(done.entry.handle.description == "o1")
    #expect(try store.drafts() == [])
    let sent = try #require(try store.message(done.entry.message))
    #expect(sent.handle.description == "m2")
    #expect(sent.delivery.state == .queued)
    #expect(sent.to.map(\.reference) == [TemporaryMailbox.doctor])
    #expect(sent.inReplyTo == MessageLink(handle: Handle(.message, 1), reference: communication("1")))
    #expect(sent.attachments.first?.state == .queued)
    #expect(try store.totals().queued == 1)
    #expect(try store.everything().first?.updatedAt == at(600))
    let job = try #require(try claim())
    #expect(job.attachments.first?.sha1 == "bb")
    #expect(job.newConversation == nil)
    #expect(!job.mustLookUp)
    try store.setUploaded(attachment: Handle(.message, 2, part: 1), url: "Binary/7")
    #expect(try store.attachment(Handle(.message, 2, part: 1))?.state == .uploaded)
    try accept(job, communication("new"))
    #expect(try store.message(done.entry.message)?.delivery.state == .sent)
    #expect(try store.attachment(Handle(.message, 2, part: 1))?.state == .stored)
    #expect(try store.outbox(includingSent: false) == [])
    #expect(try store.outbox(includingSent: true).first?.state == .sent)
    #expect(try store.resolve("Communication/new", as: [.message]) == done.entry.message)
  }

  @Test func `the same client id again is a duplicate, with another text it is taken`() throws {
    let first = try store.enqueue(draft(c1, "A", clientId: "x"), at: at(600))
    let again = try store.enqueue(draft(c1, "A", clientId: "x"), at: at(601))
    #expect(again == Enqueued(entry: first.entry, duplicate: true))
    #expect(throws: StoreError.clientIdTaken("x")) { _ = try store.enqueue(draft(c1, "B", clientId: "x"), at: at(602)) }
    #expect(try store.outbox(includingSent: true).count == 1)
    try store.take([], [message("s", in: "aaa", from: TemporaryMailbox.me, text: "C", clientId: "y")])
    let synced = try store.enqueue(draft(c1, "C", clientId: "y"), at: at(603))
    #expect(synced.duplicate)
    #expect(synced.entry.state == .sent)
    #expect(throws: StoreError.clientIdTaken("y")) { _ = try store.enqueue(draft(c1, "D", clientId: "y"), at: at(604)) }
  }

  @Test func `only the head of a conversation is delivered, and a failed head blocks`() throws {
    try store.take([conversation("bbb")])
    let first = try store.enqueue(draft(c1, "1", clientId: "a"), at: at(600)).entry
    let second = try store.enqueue(draft(c1, "2", clientId: "b"), at: at(600)).entry
    let third = try store.enqueue(draft(Handle(.conversation, 2), "3", clientId: "c"), at: at(600)).entry
    let job = try #require(try claim())
    #expect(job.entry.handle == first.handle)
    #expect(try claim()?.entry.handle == third.handle)
    #expect(try claim() == nil)
    let position = try store.lastEventPosition()
    try store.settle(job.entry.settled(.refused("no"), now: at(610), chance: 0), reference: nil, at: at(610))
    #expect(try claim() == nil)
    #expect(try store.kinds(after: position) == [.messageFailed])
    #expect(try store.totals().failed == 1)
    #expect(try store.message(first.message)?.delivery.state == .failed)
    #expect(try store.conversation(c1)?.status == .needsAttention)
    _ = try store.retry(first.handle, at: at(620))
    let again = try #require(try claim())
    #expect(again.entry.handle == first.handle)
    try accept(again, communication("n1"))
    #expect(try claim()?.entry.handle == second.handle)
  }

  @Test func `a pause is kept unless forced`() throws {
    let entry = try store.enqueue(draft(c1, "1", clientId: "a"), at: at(600)).entry
    let job = try #require(try claim())
    try store.settle(
      job.entry.settled(.tryAgain("down", afterSeconds: 100), now: at(600), chance: 0), reference: nil, at: at(600))
    #expect(try claim(at: 650) == nil)
    #expect(try store.outboxEntry(entry.handle)?.lastError == "down")
    #expect(try store.message(entry.message)?.delivery.nextAttemptAt == at(700))
    #expect(try claim(at: 650, force: true)?.entry.handle == entry.handle)
  }

  @Test func `an expired lease is looked up first, and a live one is kept by its owner`() throws {
    let entry = try store.enqueue(draft(c1, "1", clientId: "a"), at: at(600)).entry
    _ = try claim()
    #expect(try store.extendLease(entry.handle, owner: "p1", at: at(650), leaseSeconds: 60))
    #expect(try claim(at: 700) == nil)
    let taken = try #require(try claim(at: 711))
    #expect(taken.mustLookUp)
    #expect(try !store.extendLease(entry.handle, owner: "p0", at: at(712), leaseSeconds: 60))
    try store.settle(
      taken.entry.settled(.tryAgain("x", afterSeconds: nil), now: at(712), chance: 0), reference: nil, at: at(712))
    #expect(try claim(at: 9000)?.mustLookUp == true)
  }

  @Test func `an unknown outcome is looked up before the next try`() throws {
    _ = try store.enqueue(draft(c1, "1", clientId: "a"), at: at(600))
    let job = try #require(try claim())
    try store.settle(
      job.entry.settled(.unknown("cut", afterSeconds: nil), now: at(600), chance: 0), reference: nil, at: at(600))
    #expect(try store.outbox(includingSent: false).first?.state == .unknown)
    #expect(try claim(at: 9000)?.mustLookUp == true)
  }

  @Test func `a message that sync brings in settles its outbox item, and settling after it changes nothing`() throws {
    let entry = try store.enqueue(draft(c1, "1", clientId: "a"), at: at(600)).entry
    let job = try #require(try claim())
    try store.take([], [message("new", in: "aaa", from: TemporaryMailbox.me, text: "1", sent: at(600), clientId: "a")])
    #expect(try store.outboxEntry(entry.handle)?.state == .sent)
    let position = try store.lastEventPosition()
    try accept(job, communication("new"))
    try store.settle(job.entry.settled(.refused("?"), now: at(610), chance: 0), reference: nil, at: at(610))
    #expect(try store.outboxEntry(entry.handle)?.state == .sent)
    #expect(try store.lastEventPosition() == position)
    #expect(try store.messages(in: c1, last: nil).map(\.handle.description) == ["m1", "m2"])
    #expect(try store.kinds().filter { $0 == .messageSent }.count == 1)
  }

  @Test func `a message that sync brought in without identifier and with another text is merged into the one sent`()
    throws
  {
    let entry = try store.enqueue(draft(c1, "1", clientId: "a"), at: at(600)).entry
    let job = try #require(try claim())
    try store.take([], [message("new", in: "aaa", from: TemporaryMailbox.me, text: "<p>1</p>", sent: at(600))])
    #expect(try store.messages(in: c1, last: nil).count == 3)
    try accept(job, communication("new"))
    #expect(try store.messages(in: c1, last: nil).map(\.handle.description) == ["m1", "m2"])
    #expect(try store.resolve("Communication/new", as: [.message]) == entry.message)
    try store.take([], [message("new", in: "aaa", from: TemporaryMailbox.me, text: "<p>1</p>", sent: at(600))])
    #expect(try store.messages(in: c1, last: nil).count == 2)
  }

  @Test func `a message without identifier is the one that may have been sent, by its text and second`() throws {
    let entry = try store.enqueue(draft(c1, "1", clientId: "a"), at: at(600, 250_000_000)).entry
    try store.take([], [message("before", in: "aaa", from: TemporaryMailbox.me, text: "1", sent: at(600))])
    #expect(try store.outboxEntry(entry.handle)?.state == .queued, "it was not sent yet")
    let job = try #require(try claim())
    try store.settle(
      job.entry.settled(.unknown("cut", afterSeconds: nil), now: at(600), chance: 0), reference: nil, at: at(600))
    try store.take([], [message("other", in: "aaa", from: TemporaryMailbox.me, text: "1", sent: at(601))])
    #expect(try store.outboxEntry(entry.handle)?.state == .unknown)
    try store.take([], [message("new", in: "aaa", from: TemporaryMailbox.me, text: "1", sent: at(600))])
    #expect(try store.outboxEntry(entry.handle)?.state == .sent)
    #expect(try store.resolve("Communication/new", as: [.message]) == entry.message)
  }

  @Test func `a new conversation keeps its handle when the server has it`() throws {
    let done = try store.enqueue(newDraft(clientId: "n"), at: at(600)).entry
    #expect(done.conversation == ConversationLink(handle: Handle(.conversation, 2), reference: nil))
    let behind = try store.enqueue(draft(Handle(.conversation, 2), "PS", clientId: "ps"), at: at(601)).entry
    let job = try #require(try claim())
    #expect(job.newConversation?.subject == "New")
    #expect(job.newConversation?.recipients.map(\.reference) == [TemporaryMailbox.doctor])
    try accept(job, request("nnn"))
    #expect(try store.conversation(Handle(.conversation, 2))?.reference == request("nnn"))
    let position = try store.lastEventPosition()
    try store.take(
      [conversation("nnn", clientId: "n")],
      [
        message(
          "nnn", in: "nnn", from: TemporaryMailbox.me, text: "Question?", sent: at(600), clientId: "n", isFirst: true)
      ])
    #expect(try store.everything().map(\.handle.description) == ["c2", "c1"])
    #expect(try store.kinds(after: position) == [.conversationUpdated])
    let next = try #require(try claim())
    #expect(next.entry.handle == behind.handle)
    #expect(next.newConversation == nil)
    #expect(next.conversation.reference == request("nnn"))
  }

  @Test func `a new conversation that sync brings in first keeps its handle too, even after a reply to it`() throws {
    let done = try store.enqueue(newDraft(clientId: "n"), at: at(600)).entry
    try store.take([], [message("r", in: "nnn", text: "Answer", sent: at(650))])
    #expect(try store.everything().count == 3)
    try store.take(
      [conversation("nnn", clientId: "n")],
      [
        message(
          "nnn", in: "nnn", from: TemporaryMailbox.me, text: "Question?", sent: at(600), clientId: "n", isFirst: true)
      ])
    #expect(try store.everything().map(\.handle.description) == ["c2", "c1"])
    #expect(try store.outboxEntry(done.handle)?.state == .sent)
    #expect(try store.messages(in: Handle(.conversation, 2), last: nil).map(\.text) == ["Question?", "Answer"])
  }

  @Test func `cancelling keeps the text as a draft`() throws {
    let reply = try store.enqueue(draft(c1, "Text", clientId: "a"), at: at(600)).entry
    let kept = try store.cancel(reply.handle, at: at(610))
    #expect(kept.handle?.description == "d1")
    #expect(try store.drafts() == [kept])
    #expect(kept.target == .reply(to: c1))
    #expect(try store.message(reply.message) == nil)
    let new = try store.enqueue(newDraft(clientId: "n"), at: at(600)).entry
    let keptNew = try store.cancel(new.handle, at: at(611))
    #expect(try store.everything().count == 1)
    guard case .conversation(let begun) = keptNew.target else {
      Issue.record("not a new conversation")
      return
    }
    #expect(begun.subject == "New")
    let again = try store.enqueue(keptNew, at: at(620)).entry
    #expect(again.message == new.message)
    #expect(again.conversation.handle == new.conversation.handle)
    #expect(again.handle != new.handle)
    _ = try claim()
    #expect(throws: StoreError.notPossible(again.handle, state: .claimed)) {
      try store.cancel(again.handle, at: at(612))
    }
  }

  @Test func `with its first message taken back a new conversation begins with the next`() throws {
    let first = try store.enqueue(newDraft(clientId: "n"), at: at(600)).entry
    _ = try store.enqueue(draft(first.conversation.handle, "Second", clientId: "s"), at: at(601))
    _ = try store.cancel(first.handle, at: at(602))
    #expect(try claim()?.newConversation?.subject == "New")
  }
}
