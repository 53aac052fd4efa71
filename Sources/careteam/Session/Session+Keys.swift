import CareTeamCore
import CareTeamStore

extension Session {
  /// Where the key of an account's sealed mailbox is asked for, when it is first needed.
  func keys(of account: String) -> KeySource {
    KeySource { (place) throws(StoreError) in
      do throws(CareTeamError) { return try keyRing(of: account, at: place) } catch {
        throw .keyUnavailable(error.message, isTemporary: error.code.isRetryable)
      }
    }
  }

  /// The keys that are kept for an account's mailbox; nil when there are none.
  func keyRing(of account: String, at place: SecretPlace) throws(CareTeamError) -> KeyRing? {
    guard let bytes = try SecretStore(place, account: account, in: self).read(.mailboxKey) else { return nil }
    guard let ring = KeyRing(bytes) else {
      throw CareTeamError(.mailboxKey, "what is kept as the mailbox's key is no key; put the right one there")
    }
    return ring
  }

  /// Keeps the keys of an account's mailbox.
  func keep(_ ring: KeyRing, of account: String, at place: SecretPlace) throws(CareTeamError) {
    try SecretStore(place, account: account, in: self).write(ring.bytes, .mailboxKey)
  }
}
