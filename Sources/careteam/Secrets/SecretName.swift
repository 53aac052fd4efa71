/// What is secret about an account, by the name under which it is kept.
enum SecretName: String, Sendable, CaseIterable {
  /// The access token with what renews it, as a token file has it.
  case token
  /// The key that the mailbox is sealed with.
  case mailboxKey = "key"
  /// Nothing of value: kept for a moment at login, to see whether a place can be used.
  case probe
}
