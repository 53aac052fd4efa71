import GRDB

extension ResourceStore {
  /// Drops what is remembered of users, so that what another process changed about them counts from now on.
  package func forgetPrincipals() { principals.forget() }

  /// Everyone who may log in or is locked out, by reference.
  package func users() async throws -> [UserAccount] {
    try await pool.read { db in
      try Row.fetchAll(db, sql: "SELECT reference, name, disabled FROM user ORDER BY reference").map { row in
        UserAccount(reference: row["reference"], name: row["name"], isDisabled: row["disabled"])
      }
    }
  }
}
