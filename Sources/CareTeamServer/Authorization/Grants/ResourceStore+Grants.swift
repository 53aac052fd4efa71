import CareTeamCore
import GRDB

extension ResourceStore {
  /// Gives a backend its access token, which has no successor.
  func issueForBackend(_ grant: Grant, at now: Instant) async throws -> IssuedTokens {
    try await pool.write { db in
      let writer = GrantWriter(db: db, now: now)
      guard try writer.isOpen(user: grant.user, client: grant.client) else {
        throw OAuthError(.invalidGrant, "The user that the client acts as is locked out.")
      }
      let lifetime = AuthorizationTimes.backendAccess
      let access = try writer.access(grant, scopes: grant.scopes, lifetime: lifetime)
      return IssuedTokens(access: access, lifetime: lifetime, scopes: grant.scopes, grant: grant)
    }
  }

  /// Ends what a token goes back to, for the client it was given to: a refresh token's whole login (RFC 7009 §2.1), an
  /// access token alone. An unknown token is as good as ended (§2.2).
  func revoke(_ token: String, of client: String, at now: Instant) async throws {
    let hash = Secret.hash(token)
    try await pool.write { db in
      let family = try Row.fetchOne(
        db,
        sql: """
          SELECT r.family, g.client FROM refresh_token r JOIN login_grant g ON g.family = r.family WHERE r.hash = ?
          """, arguments: [hash])
      if let family {
        guard family["client"] as String == client else { throw Self.foreign }
        return try GrantWriter(db: db, now: now).revoke(family: family["family"])
      }
      let access = try Row.fetchOne(db, sql: "SELECT client FROM token WHERE hash = ?", arguments: [hash])
      guard let access else { return }
      guard access["client"] as String? == client else { throw Self.foreign }
      try db.execute(sql: "UPDATE token SET revoked = 1 WHERE hash = ?", arguments: [hash])
    }
    principals.forget()
  }

  /// Ends every login of a user, in browsers and in clients; standing tokens stay.
  package func endLogins(of user: String) async throws {
    try await pool.write { db in try GrantWriter(db: db, now: self.clock()).revokeAll(of: user) }
    principals.forget()
  }

  /// What an access token or refresh token is good for; nil when it is good for nothing.
  func introspect(_ token: String, at now: Instant) async throws -> TokenFacts? {
    try await pool.read { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT t.user, t.scope, t.patient, t.client, t.expires, 1 AS access FROM token t
          JOIN user u ON u.reference = t.user AND u.disabled = 0
          WHERE t.hash = :hash AND t.revoked = 0 AND coalesce(t.expires, :now + 1) > :now
          UNION ALL
          SELECT g.user, g.scope, g.patient, g.client, min(g.ends, r.expires), 0 FROM refresh_token r
          JOIN login_grant g ON g.family = r.family JOIN user u ON u.reference = g.user AND u.disabled = 0
          WHERE r.hash = :hash AND r.state = 0 AND g.revoked = 0 AND min(g.ends, r.expires) > :now
          """, arguments: ["hash": Secret.hash(token), "now": now.milliseconds])
      return row.map(TokenFacts.init)
    }
  }

  private static let foreign = OAuthError(.unauthorizedClient, "The token was given to another client.")
}
