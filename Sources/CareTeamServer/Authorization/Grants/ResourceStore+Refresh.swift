import CareTeamCore
import GRDB

extension ResourceStore {
  /// Exchanges a refresh token for the next one, and an access token with all or fewer of the granted scopes.
  ///
  /// Each is good once: one that comes again means that two have it, and ends the login (RFC 9700 §4.14.2). But an
  /// answer can be lost, and a client that then asks again must not be logged out for it. So within a minute, and while
  /// the successor was not used, the same token gives a new successor, and the lost one is void; whoever comes with
  /// that one ends the login as well.
  func refresh(
    _ token: String, client: String, scopes asked: Scopes?, at now: Instant
  ) async throws -> GrantOutcome {
    let outcome = try await pool.write { db -> GrantOutcome in
      let writer = GrantWriter(db: db, now: now)
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT r.*, g.client, g.user, g.scope, g.patient, g.started, g.ends, g.revoked
          FROM refresh_token r JOIN login_grant g ON g.family = r.family WHERE r.hash = ?
          """, arguments: [Secret.hash(token)])
      guard let row, row["client"] as String == client else { return .refused(Self.unknownToken) }
      guard !(row["revoked"] as Bool), now.milliseconds < row["expires"] as Int64,
        now.milliseconds < row["ends"] as Int64, try writer.isOpen(user: row["user"], client: client)
      else { return .refused(Self.endedLogin) }
      guard try Self.mayFollow(row, in: db, at: now) else {
        try writer.revoke(family: row["family"])
        return .reused(user: row["user"])
      }
      let grant = Self.renewed(row)
      guard asked.map({ grant.scopes.isSuperset(of: $0) }) ?? true else {
        return .refused(OAuthError(.invalidScope, "More is asked for than was granted. Log in again for more."))
      }
      try db.execute(
        sql: "UPDATE refresh_token SET state = 1, used = coalesce(used, ?) WHERE hash = ?",
        arguments: [now.milliseconds, row["hash"] as String])
      return .given(
        try writer.issue(
          grant, scopes: asked ?? grant.scopes, end: Instant(milliseconds: row["ends"]), parent: row["hash"]))
    }
    principals.forget()
    return outcome
  }

  private static let unknownToken = OAuthError(.invalidGrant, "The refresh token is unknown. Log in again.")
  private static let endedLogin = OAuthError(.invalidGrant, "The login has ended. Log in again.")

  /// Whether a refresh token is the newest, or its successor was lost on the way: that one is made void.
  private static func mayFollow(_ row: Row, in db: Database, at now: Instant) throws -> Bool {
    let state: Int = row["state"]
    if state == 0 { return true }
    guard state == 1, let used = row["used"] as Int64?, now.milliseconds - used <= AuthorizationTimes.lostAnswer * 1000,
      let lost = try Row.fetchOne(
        db, sql: "SELECT hash, access FROM refresh_token WHERE parent = ? AND state = 0",
        arguments: [row["hash"] as String])
    else { return false }
    try db.execute(sql: "UPDATE refresh_token SET state = 2 WHERE hash = ?", arguments: [lost["hash"] as String])
    try db.execute(sql: "UPDATE token SET revoked = 1 WHERE hash = ?", arguments: [lost["access"] as String])
    return true
  }

  private static func renewed(_ row: Row) -> Grant {
    Grant(
      family: row["family"], client: row["client"], user: row["user"], scopes: Scopes(row["scope"]),
      patient: row["patient"], authenticated: Instant(milliseconds: row["started"]))
  }
}
