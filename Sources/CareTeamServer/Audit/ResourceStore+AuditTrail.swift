package import CareTeamCore
import GRDB

extension ResourceStore {
  /// The audit events that are asked for, the oldest first; it may be called while a server runs on the same folder.
  package func auditEvents(_ filter: AuditFilter) async throws -> [JSON] {
    try await pool.read { db in
      let rows = try String.fetchCursor(
        db,
        sql: """
          SELECT text FROM resource WHERE type = 'AuditEvent' AND updated >= ? AND (? IS NULL OR instr(text, ?) > 0)
          ORDER BY updated DESC, key DESC
          """, arguments: [filter.since?.milliseconds ?? 0, filter.needle, filter.needle])
      var events: [JSON] = []
      while events.count < filter.count ?? Int.max, let text = try rows.next() {
        let event = try JSON(parsing: text)
        if filter.matches(event) { events.append(event) }
      }
      return events.reversed()
    }
  }

  /// Checks that the audit trail is as it was written.
  package func verifyAuditTrail() async throws -> AuditVerification {
    try await pool.read { db in try AuditChain.verify(in: db) }
  }
}
