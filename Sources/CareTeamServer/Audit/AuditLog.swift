import GRDB
import Synchronization

/// Writes the audit trail: whoever records something waits until it is committed, together with whatever else was recorded
/// meanwhile, so that many at once cost one transaction.
package final class AuditLog: Sendable {
  private struct Waiting {
    var records: [AuditRecord]
    var continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var waiting: [Waiting] = []
    var isWriting = false
    weak var store: ResourceStore?
  }

  private let state = Mutex(State())

  init() {}

  func attach(to store: ResourceStore) { state.withLock { $0.store = store } }

  /// Writes records; when it returns they are committed, and survive the end of this process. Those of changes and logins
  /// survive the end of the machine, too.
  ///
  /// - Throws: When they could not be written, so that what they are about is not answered.
  package func record(_ records: [AuditRecord]) async throws {
    guard !records.isEmpty else { return }
    try await wait(writing: records)
  }

  /// Waits until all that was recorded before is written.
  package func flush() async { try? await wait(writing: []) }

  private func wait(writing records: [AuditRecord]) async throws {
    try await withCheckedThrowingContinuation { continuation in
      let mustStart = state.withLock { state in
        state.waiting.append(Waiting(records: records, continuation: continuation))
        defer { state.isWriting = true }
        return !state.isWriting
      }
      if mustStart { Task { await writeAll() } }
    }
  }

  private func writeAll() async {
    while let (waiting, store) = next() {
      let result: Result<Void, any Error>
      do {
        guard let store else { throw CancellationError() }
        try await store.insert(waiting.flatMap(\.records))
        result = .success(())
      } catch { result = .failure(error) }
      for each in waiting { each.continuation.resume(with: result) }
    }
  }

  private func next() -> (waiting: [Waiting], store: ResourceStore?)? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isWriting = false
        return nil
      }
      defer { state.waiting = [] }
      return (state.waiting, state.store)
    }
  }
}

extension ResourceStore {
  fileprivate func insert(_ records: [AuditRecord]) async throws {
    guard !records.isEmpty else { return }
    try await pool.writeWithoutTransaction { db in
      // Nobody who reads waits for the disk; the next change takes what they did along.
      let isReading = records.allSatisfy(\.isReading)
      if isReading { try db.execute(sql: "PRAGMA synchronous = NORMAL") }
      defer { if isReading { try? db.execute(sql: "PRAGMA synchronous = FULL") } }
      try db.inTransaction(.immediate) {
        try AuditChain.add(records, stamp: self.nextStamp(), in: db)
        return .commit
      }
    }
  }
}
