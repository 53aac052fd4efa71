import CareTeamCore
import GRDB

extension ResourceStore {
  /// Begins to wait for somebody to let a device in.
  func addDevice(client: String, asked: Scopes, at now: Instant) async throws -> (deviceCode: String, userCode: String)
  {
    let code = Secret.random()
    let userCode = DeviceRequest.newUserCode()
    try await pool.write { db in
      try db.execute(sql: "DELETE FROM device_code WHERE expires < ?", arguments: [now.milliseconds - 3_600_000])
      try db.execute(
        sql: """
          INSERT INTO device_code (hash, user_code, client, asked, expires, pause, state)
          VALUES (?, ?, ?, ?, ?, ?, 'pending')
          """,
        arguments: [
          Secret.hash(code), userCode, client, asked.text,
          now.adding(seconds: AuthorizationTimes.device).milliseconds, AuthorizationTimes.devicePause,
        ])
    }
    return (code, userCode)
  }

  /// The device that shows a user code, as long as nobody has answered it.
  func pendingDevice(_ userCode: String, at now: Instant) async throws -> DeviceRequest? {
    try await pool.read { db in
      try Row.fetchOne(
        db, sql: "SELECT * FROM device_code WHERE user_code = ? AND state = 'pending' AND expires > ?",
        arguments: [userCode, now.milliseconds]
      ).map(DeviceRequest.init)
    }
  }

  /// Lets a device in, or refuses it; false when that was decided already.
  func decide(_ device: DeviceRequest, grant: Grant?) async throws -> Bool {
    try await pool.write { db in
      try db.execute(
        sql: """
          UPDATE device_code SET state = ?, user = ?, scope = ?, patient = ? WHERE hash = ? AND state = 'pending'
          """,
        arguments: [grant == nil ? "denied" : "allowed", grant?.user, grant?.scopes.text, grant?.patient, device.hash])
      return db.changesCount == 1
    }
  }

  /// Answers a device that asks: its tokens, once, or why there are none (RFC 8628 §3.5).
  func poll(deviceCode: String, client: String, at now: Instant) async throws -> IssuedTokens {
    try await pool.write { db -> Result<IssuedTokens, OAuthError> in
      let hash = Secret.hash(deviceCode)
      let row = try Row.fetchOne(db, sql: "SELECT * FROM device_code WHERE hash = ?", arguments: [hash])
      guard let row, row["client"] as String == client else {
        return .failure(OAuthError(.invalidGrant, "The device code is unknown. Begin again."))
      }
      let device = DeviceRequest(row)
      guard device.state != .used, now < device.expires else {
        return .failure(OAuthError(.expiredToken, "The device code is past its end. Begin again."))
      }
      if device.state == .denied { return .failure(OAuthError(.accessDenied, "The user refused.")) }
      if let wait = try Self.hurry(device, in: db, at: now) { return .failure(wait) }
      let writer = GrantWriter(db: db, now: now)
      guard device.state == .allowed, let user = row["user"] as String?, let scope = row["scope"] as String? else {
        return .failure(OAuthError(.authorizationPending, "Nobody has answered yet."))
      }
      try db.execute(sql: "UPDATE device_code SET state = 'used' WHERE hash = ?", arguments: [hash])
      guard try writer.isOpen(user: user, client: client) else {
        return .failure(OAuthError(.accessDenied, "The user is locked out."))
      }
      return .success(
        try writer.begin(
          Grant(
            family: Secret.random(), client: client, user: user, scopes: Scopes(scope), patient: row["patient"],
            authenticated: now)))
    }.get()
  }

  /// A device that asks too soon has to let 5 more seconds pass, for good.
  private static func hurry(_ device: DeviceRequest, in db: Database, at now: Instant) throws -> OAuthError? {
    let isTooSoon = device.polled.map { now.milliseconds - $0.milliseconds < device.pause * 1000 - 500 } ?? false
    try db.execute(
      sql: "UPDATE device_code SET polled = ?, pause = pause + ? WHERE hash = ?",
      arguments: [now.milliseconds, isTooSoon ? 5 : 0, device.hash])
    return isTooSoon
      ? OAuthError(.slowDown, "Asked too soon. Let \(device.pause + 5) seconds pass between questions.") : nil
  }
}
