import CareTeamCore
import GRDB

extension ResourceStore {
  /// Makes every audit event so far findable, before an auditor looks for some.
  func indexAuditEvents() async throws {
    await audit.flush()
    try await pool.write { db in
      let last = try Int64.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'audit-indexed'") ?? 0
      let rows = try Row.fetchCursor(
        db, sql: "SELECT key, text FROM resource WHERE type = 'AuditEvent' AND key > ? ORDER BY key", arguments: [last])
      let index = SearchIndex(db: db, base: self.base)
      var newest = last
      while let row = try rows.next() {
        newest = row["key"]
        try db.execute(
          sql: "INSERT OR IGNORE INTO audience (key, audience) VALUES (?, ?)", arguments: [newest, Audience.auditors])
        try index.remove(key: newest)
        try index.add(JSON(parsing: row["text"] as String), type: "AuditEvent", key: newest)
      }
      try db.execute(
        sql: "INSERT OR REPLACE INTO setting (name, value) VALUES ('audit-indexed', ?)", arguments: [newest])
    }
  }
}
