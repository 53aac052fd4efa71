package import CareTeamCore

/// Where a sealed mailbox's keys come from: asked only when something sealed is to be read, or anything to be changed.
package struct KeySource: Sendable {
  /// The keys kept at a place; nil when there are none, `keyUnavailable` when that cannot be found out.
  package let keys: @Sendable (SecretPlace) throws(StoreError) -> KeyRing?

  /// A source of keys.
  package init(_ keys: @escaping @Sendable (SecretPlace) throws(StoreError) -> KeyRing?) { self.keys = keys }

  /// The one key of a mailbox, wherever it is said to be.
  package init(_ key: MailboxKey) { keys = { _ in KeyRing(key) } }
}
