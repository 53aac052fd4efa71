import CareTeamCore
import Glibc
import Testing

@testable import CareTeamStore

/// The standard mailbox, made only when `CARETEAM_LARGE_MAILBOX` says of how many messages; it prints what that cost,
/// and judges nothing but that everything arrived.
struct LargeMailboxTests {
  private static let count = getenv("CARETEAM_LARGE_MAILBOX").flatMap { Int(String(cString: $0)) }

  @Test(.enabled(if: count != nil))
  func `the standard mailbox loads and lists`() throws {
    let count = try #require(Self.count)
    let mailbox = try TemporaryMailbox()
    let clock = ContinuousClock()
    var random = SeededGenerator(state: 1)
    let loading = try clock.measure {
      for page in 0..<count / 100 { try mailbox.store.take(Self.conversations(page), Self.messages(page, &random)) }
    }
    print("\(count) messages loaded in \(loading)")
    for filter in [nil, true] {
      var query = ConversationQuery()
      query.limit = 50
      query.unreadOnly = filter == true
      var found = 0
      let cold = try clock.measure { found = try mailbox.other().conversations(query).count }
      #expect(found == 50)
      print("cold list of 50\(filter == true ? " unread" : ""): \(cold)")
    }
    #expect(try mailbox.store.everything().map(\.messageCount).reduce(0, +) == count)
  }

  private static func conversations(_ page: Int) -> [ServerConversation] {
    (0..<10).map { conversation("conversation-\(page * 10 + $0)") }
  }

  private static func messages(_ page: Int, _ random: inout SeededGenerator) -> [ServerMessage] {
    (0..<100).map { index in
      let number = page * 100 + index
      let words = (0..<80).map { _ in String(random.next() % 5000, radix: 36) }.joined(separator: " ")
      return message(
        "message-\(number)", in: "conversation-\(random.next() % UInt64(page * 10 + 10))",
        from: index % 3 == 0 ? TemporaryMailbox.me : TemporaryMailbox.doctor, text: words, sent: at(Int64(number)))
    }
  }
}
