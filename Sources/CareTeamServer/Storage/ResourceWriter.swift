import CareTeamCore
import Foundation
import GRDB

/// Writes resources inside one transaction, as one user. Whether the user may is asked before (`WriteRules`).
final class ResourceWriter {
  let db: Database
  let principal: Principal
  /// `meta.lastUpdated` of everything this transaction writes.
  let stamp: Int64
  let base: String
  private(set) var changes: [Change] = []

  init(db: Database, principal: Principal, stamp: Int64, base: String) {
    self.db = db
    self.principal = principal
    self.stamp = stamp
    self.base = base
  }

  /// Reads in the same transaction.
  var reader: ResourceReader { ResourceReader(db: db, principal: principal) }

  /// Writes down, in this transaction, what it did: neither is there without the other.
  func record(_ records: [AuditRecord]) throws { try AuditChain.add(records, stamp: stamp, in: db) }

  /// A new id: lower-case letters, digits and hyphens.
  static func newID() -> String { UUID().uuidString.lowercased() }

  /// Stores a new resource.
  func insert(_ resource: JSON, type: String, id: String) throws -> StoredResource {
    try db.cachedStatement(
      sql: "INSERT INTO resource (type, id, version, updated, deleted, owner, text) VALUES (?, ?, 0, 0, 0, ?, '')"
    ).execute(arguments: [type, id, principal.reference])
    let empty = StoredResource(
      key: db.lastInsertedRowID, type: type, id: id, version: 0, updated: Instant(milliseconds: 0), isDeleted: false,
      text: "", owner: principal.reference)
    return try store(resource, over: empty)
  }

  /// Stores the next version of a resource.
  func replace(_ stored: StoredResource, with resource: JSON) throws -> StoredResource {
    try supersede(stored)
    return try store(resource, over: stored)
  }

  /// Stores that a resource is gone; who could see it can still see its history.
  func delete(_ stored: StoredResource) throws -> StoredResource {
    try supersede(stored)
    try SearchIndex(db: db, base: base).remove(key: stored.key)
    return try finish(stored, text: "", resource: .null, audience: try reader.audience(key: stored.key))
  }

  private func supersede(_ stored: StoredResource) throws {
    try db.cachedStatement(
      sql: "INSERT INTO superseded (key, version, updated, deleted, text) VALUES (?, ?, ?, ?, ?)"
    ).execute(
      arguments: [stored.key, stored.version, stored.updated.milliseconds, stored.isDeleted, stored.text])
  }

  private func store(_ resource: JSON, over stored: StoredResource) throws -> StoredResource {
    let resource = stamped(resource, type: stored.type, id: stored.id, version: stored.version + 1)
    let index = SearchIndex(db: db, base: base)
    if stored.version > 0 { try index.remove(key: stored.key) }
    try index.add(resource, type: stored.type, key: stored.key)
    let audience = Audience.of(
      resource, type: stored.type, id: stored.id, owner: stored.owner, context: try context(of: resource))
    try replaceAudience(of: stored.key, isNew: stored.version == 0, with: audience)
    return try finish(stored, text: resource.text(), resource: resource, audience: audience)
  }

  private func finish(
    _ stored: StoredResource, text: String, resource: JSON, audience: Set<String>
  ) throws -> StoredResource {
    let next = StoredResource(
      key: stored.key, type: stored.type, id: stored.id, version: stored.version + 1,
      updated: Instant(milliseconds: stamp), isDeleted: text.isEmpty, text: text, owner: stored.owner)
    try db.cachedStatement(sql: "UPDATE resource SET version = ?, updated = ?, deleted = ?, text = ? WHERE key = ?")
      .execute(arguments: [next.version, stamp, next.isDeleted, text, next.key])
    changes.append(
      Change(
        type: next.type, id: next.id, version: next.version, updated: next.updated, resource: resource,
        audience: audience))
    return next
  }

  private func replaceAudience(of key: Int64, isNew: Bool, with audience: Set<String>) throws {
    if !isNew { try db.cachedStatement(sql: "DELETE FROM audience WHERE key = ?").execute(arguments: [key]) }
    let insert = try db.cachedStatement(sql: "INSERT INTO audience (key, audience) VALUES (?, ?)")
    for name in audience { try insert.execute(arguments: [key, name]) }
  }

  /// What a Binary's security context lends it: the patients of the conversation, or the patient.
  private func context(of resource: JSON) throws -> Set<String> {
    guard resource["resourceType"]?.string == "Binary",
      let text = resource["securityContext"]?["reference"]?.string, let reference = Reference(text, base: base)
    else { return [] }
    if reference.type == "Patient" { return [reference.text] }
    guard let stored = try reader.find(reference.type, reference.id) else { return [] }
    return try reader.audience(key: stored.key).filter { $0.hasPrefix("Patient/") }
  }

  private func stamped(_ resource: JSON, type: String, id: String, version: Int) -> JSON {
    var meta = resource["meta"]?.object ?? JSONObject()
    meta["versionId"] = .string(String(version))
    meta["lastUpdated"] = .string(Instant(milliseconds: stamp).fhirInstant)
    var members: [(String, JSON)] = [("resourceType", .string(type)), ("id", .string(id)), ("meta", .object(meta))]
    for (key, value) in resource.object?.members ?? [] where !["resourceType", "id", "meta"].contains(key) {
      members.append((key, value))
    }
    return .object(JSONObject(members))
  }
}
