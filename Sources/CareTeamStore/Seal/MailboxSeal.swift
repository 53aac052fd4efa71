package import CareTeamCore
package import Crypto

/// What one key makes of a mailbox: how its texts and files are sealed, and how its words are hashed.
package struct MailboxSeal: Sendable {
  /// What the mailbox notes of the key.
  package let identifier: String
  /// The key under which the search index hashes words.
  package let searchKey: SymmetricKey
  let texts: TextSeal
  /// How the files are sealed.
  package let files: FileSeal

  /// The seal of a key in the mailbox of this name.
  init(_ key: MailboxKey, in mailbox: String) {
    identifier = key.identifier(in: mailbox)
    searchKey = key.subkey(for: .search, in: mailbox)
    texts = TextSeal(key, in: mailbox)
    files = FileSeal(key, in: mailbox)
  }
}

/// What a mailbox notes about its being sealed.
package struct SealNote: Sendable, Equatable {
  /// Which key it is sealed with (see `MailboxKey.identifier`).
  package var identifier: String
  /// Where that is kept.
  package var place: SecretPlace
}
