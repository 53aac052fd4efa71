import CareTeamCore
import Foundation
import GRDB
import Synchronization

/// Gathers audit records and writes them in batches, about 50 ms after the first, so that no read waits for them.
package final class AuditLog: Sendable {
  private struct State {
    var records: [AuditRecord] = []
    var isScheduled = false
    weak var store: ResourceStore?
  }

  private let state = Mutex(State())

  init() {}

  func attach(to store: ResourceStore) { state.withLock { $0.store = store } }

  /// Remembers a record.
  func append(_ records: [AuditRecord]) {
    guard !records.isEmpty else { return }
    let mustSchedule = state.withLock { state in
      state.records += records
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    guard mustSchedule else { return }
    Task {
      try? await Task.sleep(for: .milliseconds(50))
      await flush()
    }
  }

  /// Writes what is buffered; what cannot be written now is kept for the next time.
  package func flush() async {
    let (records, store) = state.withLock { state in
      defer {
        state.records = []
        state.isScheduled = false
      }
      return (state.records, state.store)
    }
    guard !records.isEmpty, let store else { return }
    do { try await store.insert(records) } catch { state.withLock { $0.records = records + $0.records } }
  }
}

extension ResourceStore {
  /// Audit events are only ever inserted; their search index is filled when an auditor first asks, as reads are many
  /// and audits few.
  fileprivate func insert(_ records: [AuditRecord]) async throws {
    try await pool.write { db in
      let stamp = self.nextStamp()
      let insert = try db.cachedStatement(
        sql: """
          INSERT INTO resource (type, id, version, updated, deleted, owner, text)
          VALUES ('AuditEvent', ?, 1, ?, 0, ?, ?)
          """)
      for record in records {
        let id = UUID().uuidString.lowercased()
        let text = record.resource(id: id, lastUpdated: Instant(milliseconds: stamp)).text()
        try insert.execute(arguments: [id, stamp, Principal.system.reference, text])
      }
    }
  }
}
