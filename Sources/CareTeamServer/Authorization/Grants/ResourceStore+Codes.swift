import CareTeamCore
import Crypto
import GRDB

extension ResourceStore {
  /// Keeps what a user allowed until the client fetches it.
  func addCode(_ grant: Grant, redirect: String, challenge: String, at now: Instant) async throws -> String {
    let code = Secret.random()
    try await pool.write { db in
      try db.execute(
        sql: """
          INSERT INTO authorization_code
            (hash, family, client, user, scope, patient, redirect, challenge, nonce, authenticated, expires, used)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
          """,
        arguments: [
          Secret.hash(code), grant.family, grant.client, grant.user, grant.scopes.text, grant.patient, redirect,
          challenge, grant.nonce, grant.authenticated.milliseconds,
          now.adding(seconds: AuthorizationTimes.code).milliseconds,
        ])
    }
    return code
  }

  /// Gives the tokens for a code, once; a code that comes again ends all that it gave (RFC 6749 §4.1.2).
  func redeem(
    code: String, client: String, redirect: String, verifier: String, at now: Instant
  ) async throws -> GrantOutcome {
    let outcome = try await pool.write { db -> GrantOutcome in
      let writer = GrantWriter(db: db, now: now)
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM authorization_code WHERE hash = ?", arguments: [Secret.hash(code)])
      guard let row, row["client"] as String == client else { return .refused(Self.unknownCode) }
      if row["used"] as Bool {
        try writer.revoke(family: row["family"])
        return .reused(user: row["user"])
      }
      guard now.milliseconds < row["expires"] as Int64, row["redirect"] as String == redirect,
        Self.isVerifier(verifier, of: row["challenge"]), try writer.isOpen(user: row["user"], client: client)
      else { return .refused(Self.unknownCode) }
      try db.execute(
        sql: "UPDATE authorization_code SET used = 1 WHERE hash = ?", arguments: [row["hash"] as String])
      return .given(try writer.begin(Self.grant(row)))
    }
    if case .reused = outcome { principals.forget() }
    return outcome
  }

  private static let unknownCode = OAuthError(
    .invalidGrant, "The code is unknown or past its end, or of another client, redirect_uri or code_verifier.")

  /// RFC 7636 §4.6, with S256.
  private static func isVerifier(_ verifier: String, of challenge: String) -> Bool {
    let digest = Base64.encodeForURL(Array(SHA256.hash(data: Array(verifier.utf8))))
    return Secret.areEqual(digest, challenge)
  }

  private static func grant(_ row: Row) -> Grant {
    Grant(
      family: row["family"], client: row["client"], user: row["user"], scopes: Scopes(row["scope"]),
      patient: row["patient"], nonce: row["nonce"], authenticated: Instant(milliseconds: row["authenticated"]))
  }
}
