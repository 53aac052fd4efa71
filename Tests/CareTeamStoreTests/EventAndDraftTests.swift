import CareTeamCore
import Testing

@testable import CareTeamStore

struct EventAndDraftTests {
  let mailbox: TemporaryMailbox
  var store: MailboxStore { mailbox.store }
  init() throws { mailbox = try TemporaryMailbox() }

  @Test func `events are paged by position and found by time`() throws {
    try store.take([conversation("aaa")], (1...3).map { message("\($0)", in: "aaa", sent: at(Int64($0))) })
    #expect(try store.events(after: 1, limit: 2).map(\.position) == [2, 3])
    #expect(try store.events(after: 0, limit: 9).last?.message == Handle(.message, 3))
    #expect(try store.eventPosition(at: at(999)) == 0)
    #expect(try store.eventPosition(at: at(1000)) == 0)
    #expect(try store.eventPosition(at: at(1001)) == 4)
    #expect(try store.lastEventPosition() == 4)
  }

  @Test func `a named cursor moves, counts what is pending and goes`() throws {
    try store.take([conversation("aaa")], [message("1", in: "aaa")])
    #expect(try store.cursor(named: "x") == nil)
    try store.setCursor(named: "x", position: 0, at: at(1))
    #expect(try store.cursor(named: "x")?.pending == 2)
    try store.setCursor(named: "x", position: 2, at: at(2))
    let cursor = try #require(try store.cursor(named: "x"))
    #expect(cursor.pending == 0)
    #expect(cursor.cursor.mailbox == store.identity)
    #expect(cursor.updatedAt == at(2))
    #expect(try store.removeCursor(named: "x"))
    #expect(try !store.removeCursor(named: "x"))
  }

  @Test func `a draft is replaced under its handle, and its number is not given again`() throws {
    var kept = try store.save(newDraft(clientId: "n"))
    kept.text = "Changed"
    #expect(try store.save(kept) == kept)
    #expect(try store.draft(Handle(.draft, 1)) == kept)
    #expect(try store.removeDraft(Handle(.draft, 1)))
    #expect(try store.save(newDraft(clientId: "n")).handle?.description == "d2")
  }

  @Test func `the counts agree with a recount after any series of changes`() throws {
    var random = SeededGenerator(state: 42)
    for round in 0..<150 { try step(Int.random(in: 0..<9, using: &random), round, &random) }
    for one in try store.everything() {
      let messages = try store.messages(in: one.handle, last: nil)
      let unread = messages.filter { $0.direction == .incoming && !$0.isRead && $0.delivery.state != .retracted }
      #expect(one.unreadCount == unread.count)
      #expect(one.messageCount == messages.count)
      #expect(one.attachmentCount == messages.map(\.attachments.count).reduce(0, +))
      #expect(one.lastMessage?.handle == messages.last?.handle)
      #expect(one.updatedAt == messages.last?.sentAt ?? one.updatedAt)
    }
    let all = try store.everything()
    #expect(all.count > 3)
    #expect(try store.totals().unreadCount == all.map(\.unreadCount).reduce(0, +))
    #expect(try store.totals().needsAttention == all.filter { $0.status == .needsAttention }.count)
  }

  private func step(_ kind: Int, _ round: Int, _ random: inout SeededGenerator) throws {
    let name = "k\(Int.random(in: 0..<6, using: &random))"
    let number = Handle(.message, Int64.random(in: 1...40, using: &random))
    let time = at(Int64.random(in: 0...99, using: &random))
    switch kind {
    case 0: try store.take([conversation(name, version: "\(round)", closed: round % 3 == 0)])
    case 1, 2: try store.take([], [message("r\(round % 50)", in: name, sent: time, version: "\(round)")])
    case 3: try store.take([], [message("o\(round)", in: name, from: TemporaryMailbox.me, sent: time)])
    case 4: _ = try store.markRead([number], at: time)
    case 5: _ = try store.markUnread([number], at: time)
    case 6:
      try store.take([], [message("r\(round % 50)", in: name, version: "\(round)", retracted: true)])
    case 7:
      let through = communication("r\(round % 50)")
      try store.take(
        [], [],
        [receipt("t\(name)", version: "\(round)", in: name, owner: TemporaryMailbox.me, read: through)])
    default:
      guard let one = try store.everything().randomElement(using: &random) else { return }
      _ = try store.enqueue(draft(one.handle, "T", clientId: "q\(round)"), at: time)
      if let job = try store.claim(conversation: nil, owner: "p", at: time, leaseSeconds: 9, force: true) {
        let reference = communication("s\(round)")
        try store.settle(
          job.entry.settled(.accepted(reference, version: "1", wasThere: false), now: time, chance: 0),
          reference: reference, at: time)
      }
    }
  }
}

/// A small generator that gives the same numbers each time (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
