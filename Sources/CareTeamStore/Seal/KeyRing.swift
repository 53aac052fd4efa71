/// The keys of a mailbox as they are kept: one, or two while another takes its place.
///
/// As long as a mailbox is sealed anew both are kept, so that it can be read whenever the work is cut off.
package struct KeyRing: Sendable, Equatable {
  /// The keys; the newest is the last.
  package private(set) var keys: [MailboxKey]

  /// One key.
  package init(_ key: MailboxKey) { keys = [key] }

  /// The keys of a kept secret; nil for what is none.
  package init?(_ bytes: [UInt8]) {
    let count = bytes.count / MailboxKey.size
    guard (1...2).contains(count), bytes.count % MailboxKey.size == 0 else { return nil }
    keys = (0..<count).compactMap { MailboxKey(Array(bytes[$0 * MailboxKey.size..<($0 + 1) * MailboxKey.size])) }
  }

  /// As it is kept.
  package var bytes: [UInt8] { keys.flatMap(\.bytes) }

  /// The key that a mailbox of this name notes as its own.
  package func key(_ identifier: String, in mailbox: String) -> MailboxKey? {
    keys.first { $0.identifier(in: mailbox) == identifier }
  }

  /// Both a key and the one that is to take its place.
  package static func changing(_ key: MailboxKey, to new: MailboxKey) -> KeyRing {
    var ring = KeyRing(key)
    if new != key { ring.keys.append(new) }
    return ring
  }
}
