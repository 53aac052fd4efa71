import CareTeamCore
import GRDB

extension ResourceStore {
  /// Gives a backend its access token, which has no successor; its scopes are named as they were asked for.
  func issueForBackend(_ grant: Grant, named scopes: Scopes, at now: Instant) async throws -> IssuedTokens {
    let lifetime = AuthorizationTimes.backendAccess
    let access = try await pool.write { db in
      try GrantWriter(db: db, now: now).access(grant, scopes: grant.scopes, lifetime: lifetime)
    }
    return IssuedTokens(access: access, lifetime: lifetime, scopes: scopes, grant: grant)
  }

  /// Ends what a token goes back to, for the client it was given to: a refresh token's whole login (RFC 7009 §2.1), an
  /// access token alone. An unknown token is as good as ended (§2.2).
  ///
  /// - Returns: whose it was.
  func revoke(_ token: String, of client: String, at now: Instant) async throws -> String? {
    let hash = Secret.hash(token)
    let user = try await pool.write { db -> String? in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT r.family, g.client, g.user FROM refresh_token r JOIN login_grant g ON g.family = r.family
          WHERE r.hash = :hash
          UNION ALL SELECT NULL, client, user FROM token WHERE hash = :hash
          """, arguments: ["hash": hash])
      guard let row else { return nil }
      guard row["client"] as String? == client else { throw Self.foreign }
      if let family = row["family"] as String? {
        try GrantWriter(db: db, now: now).revoke(family: family)
      } else {
        try db.execute(sql: "UPDATE token SET revoked = 1 WHERE hash = ?", arguments: [hash])
      }
      return row["user"]
    }
    principals.forget()
    return user
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
