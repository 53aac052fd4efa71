package import CareTeamCore
import Crypto
import GRDB

extension ResourceStore {
  /// Adds a user, or changes the one of that `fhirUser` reference.
  package func addUser(_ reference: String, name: String, role: Principal.Role) async throws {
    try await pool.write { db in
      try db.execute(
        sql: """
          INSERT INTO user (reference, name, role, disabled) VALUES (?, ?, ?, 0)
          ON CONFLICT (reference) DO UPDATE SET name = excluded.name, role = excluded.role
          """, arguments: [reference, name, role.rawValue])
    }
    principals.forget()
  }

  /// Locks a user out, or lets them in again.
  package func setUser(_ reference: String, disabled: Bool) async throws {
    try await pool.write { db in
      try db.execute(sql: "UPDATE user SET disabled = ? WHERE reference = ?", arguments: [disabled, reference])
    }
    principals.forget()
  }

  /// Lets a bearer token stand for a user; only its SHA-256 is kept. Without an end it is good until it is revoked,
  /// without scopes for all that the user may.
  package func addToken(
    _ token: String, for user: String, expires: Instant?, scopes: Scopes? = nil, patient: String? = nil,
    client: String? = nil
  ) async throws {
    try await pool.write { db in
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO token (hash, user, expires, revoked, scope, patient, client)
          VALUES (?, ?, ?, 0, ?, ?, ?)
          """,
        arguments: [Self.hash(token), user, expires?.milliseconds, scopes?.text, patient, client])
    }
    principals.forget()
  }

  /// Ends a bearer token.
  package func revokeToken(_ token: String) async throws {
    try await pool.write { db in
      try db.execute(sql: "UPDATE token SET revoked = 1 WHERE hash = ?", arguments: [Self.hash(token)])
    }
    principals.forget()
  }

  /// Who a bearer token stands for, and what it was granted; nil when it is unknown, revoked or past its end, or its
  /// user is disabled.
  package func principal(forToken token: String, at now: Instant) async throws -> Principal? {
    try await principal(forCredential: Self.hash(token), at: now)
  }

  /// The same by the token's hash.
  func principal(forCredential hash: String, at now: Instant) async throws -> Principal? {
    let (known, generation) = principals.entry(hash)
    if let known { return Self.isGood(known, at: now) ? known.principal : nil }
    let found = try await pool.read { db in try Self.entry(hash: hash, in: db) }
    guard let found else { return nil }
    principals.keep(found, for: hash, generation: generation)
    return Self.isGood(found, at: now) ? found.principal : nil
  }

  /// The user of a `fhirUser` reference as a principal; nil when there is no such user or they are disabled.
  package func principal(forUser reference: String) async throws -> Principal? {
    try await pool.read { db in
      try Self.user(reference, in: db).map { user in
        Principal(reference: reference, name: user.name, role: user.role, patients: user.patients)
      }
    }
  }

  private static func isGood(_ entry: PrincipalCache.Entry, at now: Instant) -> Bool {
    entry.expires.map { now.milliseconds < $0 } ?? true
  }

  private static func hash(_ token: String) -> String {
    SHA256.hash(data: Array(token.utf8)).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }

  private static func entry(hash: String, in db: Database) throws -> PrincipalCache.Entry? {
    let row = try Row.fetchOne(
      db, sql: "SELECT user, expires, scope, patient, client FROM token WHERE hash = ? AND revoked = 0",
      arguments: [hash])
    guard let row, let user = try user(row["user"], in: db) else { return nil }
    let scopes = (row["scope"] as String?).map { Scopes($0) }
    let principal = Principal(
      reference: row["user"], name: user.name, role: user.role, patients: user.patients, scopes: scopes,
      patient: row["patient"], client: row["client"], credential: hash)
    return PrincipalCache.Entry(principal: principal, expires: row["expires"])
  }

  private static func user(
    _ reference: String, in db: Database
  ) throws -> (name: String, role: Principal.Role, patients: [String])? {
    let row = try Row.fetchOne(
      db, sql: "SELECT name, role FROM user WHERE reference = ? AND disabled = 0", arguments: [reference])
    guard let row, let role = Principal.Role(rawValue: row["role"]) else { return nil }
    return (row["name"], role, try Compartments(db: db).patients(of: reference, role: role))
  }
}
