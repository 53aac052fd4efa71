extension ResourceStore {
  /// Drops what is remembered of users, so that what another process changed about them counts from now on.
  package func forgetPrincipals() { principals.forget() }
}
