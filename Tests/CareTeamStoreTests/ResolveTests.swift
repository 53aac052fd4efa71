import CareTeamCore
import Testing

@testable import CareTeamStore

struct ResolveTests {
  let mailbox: TemporaryMailbox
  var store: MailboxStore { mailbox.store }
  init() throws {
    mailbox = try TemporaryMailbox()
    try store.take(
      [conversation("0123456789-one"), conversation("0123456789-two"), conversation("c1234567-x")],
      [
        message("0123456789-one", in: "0123456789-one", text: "First", isFirst: true),
        message("abcdefgh-1", in: "0123456789-one", sent: at(20)),
      ])
  }

  private func resolve(_ text: String, _ kinds: [Handle.Kind] = [.conversation, .message]) throws -> String {
    try store.resolve(text, as: kinds).description
  }

  @Test func `a handle, an id, a reference and a prefix name the same`() throws {
    #expect(try resolve("c1") == "c1")
    #expect(try resolve("0123456789-one") == "c1")
    #expect(try resolve("0123456789-one", [.message, .conversation]) == "m1")
    #expect(try resolve("CommunicationRequest/0123456789-one") == "c1")
    #expect(try resolve("0123456789-o") == "c1")
    #expect(try resolve("abcdefgh") == "m2")
    #expect(try resolve("c1234567") == "c3")
  }

  @Test func `several matches are ambiguous with their candidates`() throws {
    let expected = StoreError.ambiguous([
      StoreError.Candidate(handle: Handle(.conversation, 1), id: "0123456789-one"),
      StoreError.Candidate(handle: Handle(.conversation, 2), id: "0123456789-two"),
    ])
    #expect(throws: expected) { try resolve("0123456789") }
  }

  @Test func `what is unknown, too short or of another kind is told apart`() throws {
    #expect(throws: StoreError.unknown("0123456")) { try resolve("0123456") }
    #expect(throws: StoreError.unknown("c9")) { try resolve("c9") }
    #expect(throws: StoreError.unknown("%%%%%%%%")) { try resolve("%%%%%%%%") }
    #expect(throws: StoreError.wrongKind(Handle(.message, 1), expected: [.conversation])) {
      try resolve("m1", [.conversation])
    }
  }

  @Test func `completion gives the newest handles that begin so`() throws {
    #expect(try store.handles(prefix: "c", kinds: [.conversation], limit: 2).map(\.description) == ["c3", "c2"])
    #expect(try store.handles(prefix: "m2", kinds: [.conversation, .message], limit: 9).map(\.description) == ["m2"])
    #expect(try store.handles(prefix: "m0", kinds: [.message], limit: 9) == [])
    #expect(try store.handles(prefix: "", kinds: Handle.Kind.allCases, limit: 99).count == 5)
  }
}
