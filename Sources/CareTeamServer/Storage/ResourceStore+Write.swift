package import CareTeamCore
import GRDB

extension ResourceStore {
  /// Runs writes in one transaction; when it is committed, tells every subscriber in the order of the commits.
  func write<Value: Sendable>(
    as principal: Principal, _ body: @escaping @Sendable (ResourceWriter) throws -> Value
  ) async throws -> Value {
    try await pool.write { db in try self.perform(in: db, as: principal, body) }
  }

  /// Stores a resource as the server itself: a new one, or the next version of the one with this id.
  @discardableResult
  package func put(_ resource: JSON) async throws -> StoredResource {
    try await put([resource])[0]
  }

  /// Stores resources as the server itself, in one transaction; those without an id get one.
  @discardableResult
  package func put(_ resources: [JSON]) async throws -> [StoredResource] {
    try await write(as: .system) { writer in
      try resources.map { resource in
        let type = try ResourceValidator.check(resource)
        let id = resource["id"]?.string ?? ResourceWriter.newID()
        guard let stored = try writer.reader.find(type, id) else {
          return try writer.insert(resource, type: type, id: id)
        }
        return try writer.replace(stored, with: resource)
      }
    }
  }

  /// Stores a small file as a Binary, as the server itself; larger ones are streamed over HTTP.
  @discardableResult
  package func putBinary(
    id: String, contentType: String, bytes: [UInt8], securityContext: String?
  ) async throws -> StoredResource {
    let upload = try binaries.upload()
    try upload.append(bytes)
    let finished = try await upload.finish()
    return try await write(as: .system) { writer in
      var resource: JSON = ["resourceType": "Binary", "contentType": .string(contentType)]
      if let securityContext { resource["securityContext"] = ["reference": .string(securityContext)] }
      let old = try writer.reader.find("Binary", id)
      let stored =
        try old.map { try writer.replace($0, with: resource) }
        ?? writer.insert(resource, type: "Binary", id: id)
      try self.binaries.keep(finished, id: id, version: stored.version)
      return stored
    }
  }

  private func perform<Value>(
    in db: Database, as principal: Principal, _ body: (ResourceWriter) throws -> Value
  ) throws -> Value {
    let writer = ResourceWriter(db: db, principal: principal, stamp: nextStamp(), base: base)
    let value = try body(writer)
    let changes = writer.changes
    if changes.contains(where: { PrincipalCache.types.contains($0.type) }) {
      db.afterNextTransaction { _ in self.principals.forget() }
    }
    if !changes.isEmpty { db.afterNextTransaction { _ in self.changes.publish(changes) } }
    return value
  }
}
