import Crypto

/// The secret by which everything in a mailbox is sealed: 32 random bytes, kept where the login keeps its secrets.
///
/// It seals nothing itself: for each purpose another key is made of it (HKDF, RFC 5869), so that what is known of one
/// says nothing of the others.
package struct MailboxKey: Sendable, Equatable {
  /// How many bytes it has.
  package static let size = 32

  /// What a key that is made of it is for.
  enum Purpose: String {
    /// The texts in the database.
    case texts
    /// The files beside it.
    case attachments
    /// The words of the search index.
    case search
    /// To tell one key from another.
    case check
  }

  /// Its bytes.
  package let bytes: [UInt8]

  /// A key of these bytes; nil when they are not as many as it must have.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.size else { return nil }
    self.bytes = bytes
  }

  private init(random: inout SystemRandomNumberGenerator) {
    bytes = (0..<Self.size).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }

  /// A new key.
  package static func random() -> MailboxKey {
    var random = SystemRandomNumberGenerator()
    return MailboxKey(random: &random)
  }

  /// The key for a purpose in the mailbox of this name.
  func subkey(for purpose: Purpose, in mailbox: String) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: bytes), salt: Array(mailbox.utf8),
      info: Array("careteam mailbox 1 \(purpose.rawValue)".utf8), outputByteCount: Self.size)
  }

  /// What the mailbox notes of it, 16 hexadecimal digits, from which nobody learns the key.
  func identifier(in mailbox: String) -> String {
    subkey(for: .check, in: mailbox).withUnsafeBytes { $0.prefix(8).hexadecimal }
  }
}

extension Sequence<UInt8> {
  /// The bytes in hexadecimal.
  var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
