import CareTeamCore
import GRDB

extension ResourceStore {
  /// Registers a client, or registers it anew.
  package func register(_ client: Client) async throws {
    try await pool.write { db in
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO client (id, name, redirects, user, scope, keys, introspects, disabled)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          client.id, client.name, JSON.array(client.redirects.map { .string($0.text) }).text(), client.user,
          client.scopes?.text, client.keys, client.mayIntrospect, client.isDisabled,
        ])
    }
  }

  /// Every client, by id.
  package func clients() async throws -> [Client] {
    try await pool.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM client ORDER BY id").map(Self.client)
    }
  }

  /// The client of an id, unless it is locked out.
  func activeClient(_ id: String) async throws -> Client? {
    try await pool.read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM client WHERE id = ? AND disabled = 0", arguments: [id]).map(Self.client)
    }
  }

  /// Locks a client out, and ends all that it was given.
  package func disableClient(_ id: String) async throws {
    try await pool.write { db in
      try db.execute(sql: "UPDATE client SET disabled = 1 WHERE id = ?", arguments: [id])
      try db.execute(sql: "UPDATE login_grant SET revoked = 1 WHERE client = ?", arguments: [id])
      try db.execute(sql: "UPDATE token SET revoked = 1 WHERE client = ?", arguments: [id])
      try db.execute(sql: "DELETE FROM authorization_code WHERE client = ?", arguments: [id])
      try db.execute(sql: "DELETE FROM device_code WHERE client = ?", arguments: [id])
    }
    principals.forget()
  }

  /// Remembers the name of an assertion until it is past its end anyway; false when it was used before (RFC 7523 §3).
  func takeAssertion(_ name: String, of client: String, expires: Instant, at now: Instant) async throws -> Bool {
    try await pool.write { db in
      try db.execute(sql: "DELETE FROM assertion WHERE expires < ?", arguments: [now.milliseconds - 60_000])
      try db.execute(
        sql: "INSERT OR IGNORE INTO assertion (client, jti, expires) VALUES (?, ?, ?)",
        arguments: [client, name, expires.milliseconds])
      return db.changesCount == 1
    }
  }

  private static func client(_ row: Row) -> Client {
    var client = Client(id: row["id"], name: row["name"])
    let redirects = (try? JSON(parsing: row["redirects"] as String)) ?? .null
    client.redirects = redirects.array.compactMap { $0.string.flatMap(RedirectURI.init) }
    client.user = row["user"]
    client.scopes = (row["scope"] as String?).map { Scopes($0) }
    client.keys = row["keys"]
    client.mayIntrospect = row["introspects"]
    client.isDisabled = row["disabled"]
    return client
  }
}
