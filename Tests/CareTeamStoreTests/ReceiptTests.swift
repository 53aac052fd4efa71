import CareTeamCore
import Testing

@testable import CareTeamStore

struct ReceiptTests {
  let mailbox: TemporaryMailbox
  var store: MailboxStore { mailbox.store }
  let c1 = Handle(.conversation, 1)
  init() throws { mailbox = try TemporaryMailbox() }

  private func states() throws -> [Delivery.State] { try store.messages(in: c1, last: nil).map(\.delivery.state) }

  private func ownMessages() throws {
    let three = [TemporaryMailbox.me, TemporaryMailbox.doctor, TemporaryMailbox.nurse].map {
      ServerPerson(reference: $0, name: nil)
    }
    try store.take(
      [conversation("aaa", people: three)],
      (1...3).map { message("\($0)", in: "aaa", from: TemporaryMailbox.me, sent: at(Int64($0))) })
  }

  @Test func `receipts of others make own messages delivered and read, each told once`() throws {
    try ownMessages()
    let position = try store.lastEventPosition()
    let first = receipt(
      "t", in: "aaa", owner: TemporaryMailbox.doctor, read: communication("1"), delivered: communication("2"),
      at: at(50))
    try store.take([], [], [first])
    #expect(try states() == [.read, .delivered, .sent])
    #expect(try store.message(Handle(.message, 1))?.readAt == at(50))
    #expect(try store.kinds(after: position) == [.messageRead, .messageDelivered])
    let second = receipt(
      "t", version: "2", in: "aaa", owner: TemporaryMailbox.doctor, read: communication("3"),
      delivered: communication("3"), at: at(60))
    try store.take([], [], [second, second])
    #expect(try states() == [.read, .read, .read])
    #expect(try store.message(Handle(.message, 1))?.readAt == at(50))
    #expect(
      try store.kinds(after: position) == [.messageRead, .messageDelivered, .messageRead, .messageRead])
  }

  @Test func `a receipt that comes before the message it names counts when that comes`() throws {
    try ownMessages()
    try store.take(
      [], [], [receipt("t", in: "aaa", owner: TemporaryMailbox.nurse, read: communication("9"), at: at(70))])
    #expect(try states() == [.sent, .sent, .sent])
    try store.take([], [message("9", in: "aaa", sent: at(2, 5))])
    #expect(try states() == [.read, .read, .delivered, .sent])
  }

  @Test func `received counts as read in a conversation of two only`() throws {
    try store.take(
      [conversation("aaa")],
      [message("1", in: "aaa", from: TemporaryMailbox.me, received: at(80))])
    #expect(try states() == [.read])
    #expect(try store.message(Handle(.message, 1))?.readAt == at(80))
    try store.take([], [message("2", in: "aaa", from: TemporaryMailbox.nurse, sent: at(90))])
    #expect(try states() == [.sent, .delivered])
  }

  @Test func `marking pends one receipt a conversation, which settling removes`() throws {
    try store.take(
      [conversation("aaa")],
      [
        message("1", in: "aaa", sent: at(1)), message("2", in: "aaa", sent: at(2)),
        message("3", in: "aaa", sent: at(3)),
      ])
    #expect(try store.markRead([Handle(.message, 1), Handle(.message, 2)], at: at(100)) == [c1])
    #expect(try store.markRead([Handle(.message, 1)], at: at(101)) == [])
    let pending = try #require(try store.pendingReceipts().first)
    #expect(pending.readThrough == communication("2"))
    #expect(pending.deliveredThrough == communication("3"))
    #expect(pending.owner == TemporaryMailbox.me)
    #expect(pending.task == nil)
    #expect(!pending.isAllRead)
    #expect(try store.everything().first?.unreadCount == 1)
    _ = try store.markRead([Handle(.message, 3)], at: at(102))
    let task = Reference(type: "Task", id: "t")
    try store.settleReceipt(pending, task: task, version: "1")
    let later = try #require(try store.pendingReceipts().first)
    #expect(later.readThrough == communication("3"))
    #expect(later.task == task)
    #expect(later.version == "1")
    #expect(later.isAllRead)
    try store.settleReceipt(later, task: task, version: "2")
    #expect(try store.pendingReceipts() == [])
    _ = try store.markUnread([Handle(.message, 2)], at: at(103))
    #expect(try store.pendingReceipts().first?.readThrough == communication("1"))
    #expect(try store.totals().unreadCount == 1)
  }

  @Test func `what is read out of order is told message by message, and understood`() throws {
    let mine = message("2", in: "aaa", from: TemporaryMailbox.me, sent: at(2))
    let later = message("4", in: "aaa", from: TemporaryMailbox.me, sent: at(4))
    try store.take(
      [conversation("aaa")],
      [message("1", in: "aaa", sent: at(1)), mine, message("3", in: "aaa", sent: at(3)), later])
    let third = try #require(try store.messages(in: c1, last: nil).first { $0.reference == communication("3") })
    _ = try store.markRead([third.handle], at: at(100))
    let pending = try #require(try store.pendingReceipts().first)
    #expect(pending.readThrough == nil && pending.readAlso == [communication("3")])
    var theirs = receipt("t", in: "aaa", owner: TemporaryMailbox.doctor, at: at(200))
    theirs.readAlso = [communication("4")]
    try store.take([], [], [theirs])
    let states = try store.messages(in: c1, last: nil).filter { $0.direction == .outgoing }.map(\.delivery.state)
    #expect(states == [.sent, .read])
    var own = receipt("own", in: "aaa", owner: TemporaryMailbox.me, at: at(300))
    own.readAlso = [communication("1")]
    try store.take([], [], [own])
    #expect(try store.message(third.handle)?.isRead == true)
    #expect(try store.totals().unreadCount == 0)
  }

  @Test func `new messages pend their delivery`() throws {
    try store.take([conversation("aaa")], [message("1", in: "aaa")])
    let pending = try #require(try store.pendingReceipts().first)
    #expect(pending.readThrough == nil)
    #expect(pending.deliveredThrough == communication("1"))
  }

  @Test func `what another device read is read here, and what it put back is unread`() throws {
    try store.take(
      [conversation("aaa")],
      (1...3).map { message("\($0)", in: "aaa", sent: at(Int64($0))) },
      [
        receipt(
          "t", in: "aaa", owner: TemporaryMailbox.me, read: communication("3"), delivered: communication("3"),
          at: at(50))
      ])
    #expect(try store.totals().unreadCount == 0)
    #expect(try store.pendingReceipts() == [])
    #expect(try store.message(Handle(.message, 2))?.readAt == at(50))
    try store.take(
      [], [],
      [
        receipt(
          "t", version: "2", in: "aaa", owner: TemporaryMailbox.me, read: communication("1"),
          delivered: communication("3"))
      ])
    #expect(try store.totals().unreadCount == 2)
  }

  @Test func `the receipt this mailbox wrote does not undo what was read since`() throws {
    try store.take([conversation("aaa")], [message("1", in: "aaa", sent: at(1)), message("2", in: "aaa", sent: at(2))])
    _ = try store.markRead([Handle(.message, 1)], at: at(100))
    let pending = try #require(try store.pendingReceipts().first)
    try store.settleReceipt(pending, task: Reference(type: "Task", id: "t"), version: "7")
    _ = try store.markRead([Handle(.message, 2)], at: at(101))
    let echo = receipt("t", version: "7", in: "aaa", owner: TemporaryMailbox.me, read: communication("1"))
    try store.take([], [], [echo])
    #expect(try store.totals().unreadCount == 0)
    let older = receipt("t", version: "8", in: "aaa", owner: TemporaryMailbox.me, read: communication("1"))
    try store.take([], [], [older])
    #expect(try store.totals().unreadCount == 0)
    #expect(try store.pendingReceipts().first?.readThrough == communication("2"))
  }

  @Test func `closing a conversation is an event and changes the badge`() throws {
    try store.take([conversation("aaa")], [])
    try store.setStatus(conversation: c1, closed: true, serverStatus: "completed", version: "2", at: at(5))
    #expect(try store.conversation(c1)?.status == .completed)
    #expect(try store.take([conversation("aaa", version: "2", closed: true)]).changed == 0)
    #expect(throws: StoreError.unknown("c9")) {
      try store.setStatus(
        conversation: Handle(.conversation, 9), closed: true, serverStatus: nil, version: nil, at: at(5))
    }
  }
}
