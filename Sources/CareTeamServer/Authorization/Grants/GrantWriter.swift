import CareTeamCore
import GRDB

/// Writes tokens and ends them, in one transaction.
struct GrantWriter {
  let db: Database
  let now: Instant

  /// Remembers a login, and gives its first tokens.
  func begin(_ grant: Grant) throws -> IssuedTokens {
    try sweep()
    let end = grant.end(from: now)
    try db.execute(
      sql: """
        INSERT INTO login_grant (family, client, user, scope, patient, started, ends, revoked)
        VALUES (?, ?, ?, ?, ?, ?, ?, 0)
        """,
      arguments: [
        grant.family, grant.client, grant.user, grant.scopes.text, grant.patient, grant.authenticated.milliseconds,
        end.milliseconds,
      ])
    return try issue(grant, scopes: grant.scopes, end: end, parent: nil)
  }

  /// Gives an access token and, where the login can be renewed, a refresh token that follows its parent.
  func issue(_ grant: Grant, scopes: Scopes, end: Instant, parent: String?) throws -> IssuedTokens {
    let lifetime = min(AuthorizationTimes.access, max(1, end.seconds - now.seconds))
    let access = try access(grant, scopes: scopes, lifetime: lifetime)
    guard grant.isRenewable else {
      return IssuedTokens(access: access, lifetime: lifetime, scopes: scopes, grant: grant)
    }
    let refresh = Secret.random()
    let expires = min(end, now.adding(seconds: AuthorizationTimes.refreshIdle))
    try db.execute(
      sql: """
        INSERT INTO refresh_token (hash, family, access, parent, expires, used, state) VALUES (?, ?, ?, ?, ?, NULL, 0)
        """,
      arguments: [Secret.hash(refresh), grant.family, Secret.hash(access), parent, expires.milliseconds])
    return IssuedTokens(access: access, refresh: refresh, lifetime: lifetime, scopes: scopes, grant: grant)
  }

  /// Stores an access token of a family.
  func access(_ grant: Grant, scopes: Scopes, lifetime: Int64) throws -> String {
    let token = Secret.random()
    try db.execute(
      sql: """
        INSERT INTO token (hash, user, expires, revoked, scope, patient, client, family) VALUES (?, ?, ?, 0, ?, ?, ?, ?)
        """,
      arguments: [
        Secret.hash(token), grant.user, now.adding(seconds: lifetime).milliseconds, scopes.text, grant.patient,
        grant.client, grant.family,
      ])
    return token
  }

  /// Ends a login: its refresh tokens and its access tokens.
  func revoke(family: String) throws {
    try db.execute(sql: "UPDATE login_grant SET revoked = 1 WHERE family = ?", arguments: [family])
    try db.execute(sql: "UPDATE token SET revoked = 1 WHERE family = ?", arguments: [family])
  }

  /// Ends every login of a user, in browsers and clients.
  func revokeAll(of user: String) throws {
    let families = try String.fetchAll(
      db, sql: "SELECT family FROM login_grant WHERE user = ? AND revoked = 0", arguments: [user])
    for family in families { try revoke(family: family) }
    try db.execute(sql: "DELETE FROM session WHERE user = ?", arguments: [user])
    try db.execute(sql: "DELETE FROM authorization_code WHERE user = ?", arguments: [user])
    try db.execute(sql: "DELETE FROM device_code WHERE user = ?", arguments: [user])
  }

  /// Whether the user and the client of a grant are still let in.
  func isOpen(user: String, client: String) throws -> Bool {
    let isUser = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM user WHERE reference = ? AND disabled = 0)", arguments: [user])
    let isClient = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM client WHERE id = ? AND disabled = 0)", arguments: [client])
    return isUser == true && isClient == true
  }

  /// Removes what ended a day ago, so that tables do not grow for ever. A used code stays that long to be known again.
  private func sweep() throws {
    let before = now.milliseconds - 86_400_000
    try db.execute(sql: "DELETE FROM token WHERE family IS NOT NULL AND expires < ?", arguments: [before])
    for table in ["refresh_token", "authorization_code", "device_code"] {
      try db.execute(sql: "DELETE FROM \(table) WHERE expires < ?", arguments: [before])
    }
    try db.execute(sql: "DELETE FROM login_grant WHERE ends < ?", arguments: [before])
  }
}
