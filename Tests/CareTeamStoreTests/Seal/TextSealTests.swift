import Crypto
import Foundation
import Testing

@testable import CareTeamStore

/// A sealed text opens where it was sealed for, as it was, and nowhere else.
struct TextSealTests {
  private let mailbox = String(repeating: "a", count: 32)

  private func seal(_ number: UInt8 = 0, in mailbox: String? = nil) -> TextSeal {
    TextSeal(testKey(number), in: mailbox ?? self.mailbox)
  }

  @Test(arguments: ["", "a", "Grüße, 家族 \u{0}\u{7F}", String(repeating: "0123456789", count: 100_000)])
  func `a text comes back exactly`(text: String) throws {
    let sealed = try seal().seal(text, .messageText, of: "12")
    #expect(try seal().open(sealed, .messageText, of: "12") == text)
  }

  @Test func `a text does not open in another place, mailbox or key`() throws {
    let sealed = try seal().seal("Hello", .messageText, of: "12")
    #expect(throws: StoreError.self) { try seal().open(sealed, .messageText, of: "13") }
    #expect(throws: StoreError.self) { try seal().open(sealed, .draftText, of: "12") }
    #expect(throws: StoreError.self) { try seal().open(sealed, .subject, of: "12") }
    #expect(throws: StoreError.self) { try seal(1).open(sealed, .messageText, of: "12") }
    #expect(throws: StoreError.self) {
      try seal(in: String(repeating: "b", count: 32)).open(sealed, .messageText, of: "12")
    }
  }

  @Test func `a text that was changed in any byte does not open`() throws {
    let sealed = try seal().seal("Hello", .messageText, of: "12")
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      #expect(throws: StoreError.self) { try seal().open(changed, .messageText, of: "12") }
    }
    for count in 0..<sealed.count {
      #expect(throws: StoreError.self) { try seal().open(sealed.prefix(count), .messageText, of: "12") }
    }
  }

  @Test func `the same text is never sealed the same, and a word is not known by its length`() throws {
    let words = ["check-in", "test-result", "care-instruction", "test-result"]
    let sealed = try words.map { try seal().seal($0, .conversationType, of: "1") }
    #expect(Set(sealed).count == 4)
    #expect(Set(sealed.map(\.count)).count == 1)
  }

  @Test func `each purpose and each mailbox has a key of its own`() {
    let other = String(repeating: "b", count: 32)
    let purposes: [MailboxKey.Purpose] = [.texts, .attachments, .search, .check]
    let keys = purposes.flatMap { [testKey(0).subkey(for: $0, in: mailbox), testKey(0).subkey(for: $0, in: other)] }
    let bytes = Set(keys.map { $0.withUnsafeBytes { Array($0) } })
    #expect(bytes.count == 8 && !bytes.contains(testKey(0).bytes))
  }

  @Test func `what is kept as keys is read back, and nothing else is`() {
    let both = KeyRing.changing(testKey(1), to: testKey(2))
    #expect(KeyRing(both.bytes) == both && both.keys == [testKey(1), testKey(2)])
    #expect(KeyRing(testKey(1).bytes)?.keys == [testKey(1)])
    for count in [0, 1, 31, 33, 63, 65, 96] { #expect(KeyRing([UInt8](repeating: 1, count: count)) == nil) }
    #expect(both.key(testKey(2).identifier(in: mailbox), in: mailbox) == testKey(2))
    #expect(both.key(testKey(3).identifier(in: mailbox), in: mailbox) == nil)
  }
}
