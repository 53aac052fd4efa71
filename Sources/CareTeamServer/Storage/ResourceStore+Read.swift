import CareTeamCore
import GRDB

extension ResourceStore {
  /// Runs reads on one snapshot.
  func read<Value: Sendable>(
    as principal: Principal, _ body: @escaping @Sendable (ResourceReader) throws -> Value
  ) async throws -> Value {
    try await pool.read { db in try body(ResourceReader(db: db, principal: principal)) }
  }

  /// The current version of a resource, if it is there and this user may see it.
  package func resource(_ type: String, _ id: String, as principal: Principal) async throws -> StoredResource? {
    try await read(as: principal) { reader in
      guard let stored = try reader.find(type, id), !stored.isDeleted, try reader.mayRead(stored) else { return nil }
      return stored
    }
  }

  /// Whether the store has no resource yet.
  package func isEmpty() async throws -> Bool {
    try await pool.read { db in
      try Bool.fetchOne(db, sql: "SELECT NOT EXISTS (SELECT 1 FROM resource)") ?? true
    }
  }
}
