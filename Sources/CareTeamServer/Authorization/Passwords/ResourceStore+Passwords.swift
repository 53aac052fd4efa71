import CareTeamCore
import GRDB

extension ResourceStore {
  /// Lets a user log in with a name and a password; whoever was logged in as them no longer is.
  ///
  /// - Returns: false when somebody else has the name.
  package func setPassword(_ hash: PasswordHash, login: LoginName, of user: String) async throws -> Bool {
    let isSet = try await pool.write { db in
      let owner = try String.fetchOne(db, sql: "SELECT user FROM password WHERE login = ?", arguments: [login.text])
      guard owner == nil || owner == user else { return false }
      try db.execute(
        sql: "INSERT OR REPLACE INTO password (user, login, hash, changed) VALUES (?, ?, ?, ?)",
        arguments: [user, login.text, hash.text, self.clock().milliseconds])
      try GrantWriter(db: db, now: self.clock()).revokeAll(of: user)
      return true
    }
    principals.forget()
    return isSet
  }

  /// Takes a user's password away.
  package func removePassword(of user: String) async throws {
    try await pool.write { db in try db.execute(sql: "DELETE FROM password WHERE user = ?", arguments: [user]) }
  }

  /// The names that users log in with, by reference.
  package func loginNames() async throws -> [String: String] {
    try await pool.read { db in
      let rows = try Row.fetchAll(db, sql: "SELECT user, login FROM password")
      return Dictionary(uniqueKeysWithValues: rows.map { ($0["user"], $0["login"]) })
    }
  }

  /// Whose name this is, and the hash of their password; nil for nobody and for somebody who is locked out.
  func password(of login: LoginName) async throws -> (user: String, hash: PasswordHash)? {
    try await pool.read { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT p.user, p.hash FROM password p JOIN user u ON u.reference = p.user WHERE p.login = ? AND u.disabled = 0
          """, arguments: [login.text])
      guard let row, let hash = PasswordHash(row["hash"] as String) else { return nil }
      return (row["user"], hash)
    }
  }

  /// What the password that was set last costs to check, so that an unknown name can be made to cost the same; nil where
  /// nobody has one.
  func newestPasswordCost() async throws -> PasswordHash.Cost? {
    try await pool.read { db in
      let text = try String.fetchOne(db, sql: "SELECT hash FROM password ORDER BY changed DESC, user LIMIT 1")
      return text.flatMap { PasswordHash($0) }?.cost
    }
  }
}
