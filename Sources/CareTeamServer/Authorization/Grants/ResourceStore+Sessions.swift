import CareTeamCore
import GRDB

extension ResourceStore {
  /// Begins a session, with a secret of its own so that nobody can prepare one for somebody else.
  func beginSession(of user: String, replacing old: String?, at now: Instant) async throws -> String {
    let secret = Secret.random()
    try await pool.write { db in
      let oldest = now.adding(seconds: -AuthorizationTimes.session).milliseconds
      let idle = now.adding(seconds: -AuthorizationTimes.sessionIdle).milliseconds
      try db.execute(
        sql: "DELETE FROM session WHERE started < ? OR used < ? OR hash = ?",
        arguments: [oldest, idle, old.map(Secret.hash)])
      try db.execute(
        sql: "INSERT INTO session (hash, user, started, used) VALUES (?, ?, ?, ?)",
        arguments: [Secret.hash(secret), user, now.milliseconds, now.milliseconds])
    }
    return secret
  }

  /// The session of a cookie, unless it has ended by its age or because nobody used it; using it keeps it alive.
  func session(_ secret: String, at now: Instant) async throws -> BrowserSession? {
    let hash = Secret.hash(secret)
    let found = try await pool.read { db -> (user: String, started: Instant, used: Instant)? in
      try Row.fetchOne(db, sql: "SELECT user, started, used FROM session WHERE hash = ?", arguments: [hash]).map {
        row in
        (row["user"], Instant(milliseconds: row["started"]), Instant(milliseconds: row["used"]))
      }
    }
    guard let (user, started, used) = found, now < started.adding(seconds: AuthorizationTimes.session),
      now < used.adding(seconds: AuthorizationTimes.sessionIdle), let principal = try await principal(forUser: user)
    else { return nil }
    if now.seconds - used.seconds >= 30 {
      try await pool.write { db in
        try db.execute(sql: "UPDATE session SET used = ? WHERE hash = ?", arguments: [now.milliseconds, hash])
      }
    }
    return BrowserSession(secret: secret, principal: principal, started: started)
  }

  /// Ends a session.
  func endSession(_ secret: String) async throws {
    try await pool.write { db in
      try db.execute(sql: "DELETE FROM session WHERE hash = ?", arguments: [Secret.hash(secret)])
    }
  }
}
