import GRDB

extension ResourceStore {
  /// The key that identity tokens are signed with, made when it is first asked for; of two made at once one stays.
  func signingKey() async throws -> SigningKey {
    let read: @Sendable (Database) throws -> String? = { db in
      try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'signing-key'")
    }
    if let pem = try await pool.read(read) { return try SigningKey(pem: pem) }
    let made = try SigningKey.newPEM()
    let pem = try await pool.write { db in
      try db.execute(sql: "INSERT OR IGNORE INTO setting (name, value) VALUES ('signing-key', ?)", arguments: [made])
      return try read(db)
    }
    return try SigningKey(pem: pem ?? made)
  }
}
