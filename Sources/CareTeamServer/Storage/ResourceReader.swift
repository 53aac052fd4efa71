import CareTeamCore
import GRDB

/// Reads resources inside one transaction, as one user.
struct ResourceReader {
  static let columns = "key, type, id, version, updated, deleted, owner, text"

  let db: Database
  let principal: Principal

  /// A resource whoever may see it.
  func find(_ type: String, _ id: String) throws -> StoredResource? {
    try db.cachedStatement(sql: "SELECT \(Self.columns) FROM resource WHERE type = ? AND id = ?")
      .makeRow([type, id]).map(StoredResource.init)
  }

  /// A resource within reach of a permission, also when it is deleted; someone else's is not found.
  func visible(_ type: String, _ id: String, to permission: Permission = .read) throws -> StoredResource {
    let reach = try principal.demand(permission, type)
    guard let stored = try find(type, id), try admits(stored, within: reach) else {
      throw FHIRFault.notFound(type, id)
    }
    return stored
  }

  /// The current version; 410 when it is deleted.
  func current(_ type: String, _ id: String, to permission: Permission = .read) throws -> StoredResource {
    let stored = try visible(type, id, to: permission)
    guard !stored.isDeleted else {
      throw FHIRFault(410, .deleted, "\(type)/\(id) was deleted. Its history can still be read.")
    }
    return stored
  }

  /// One version.
  func version(_ version: Int, _ type: String, _ id: String) throws -> StoredResource {
    let stored = try visible(type, id)
    let found = stored.version == version ? stored : try superseded(stored).first { $0.version == version }
    guard let found else {
      throw FHIRFault(404, .notFound, "\(type)/\(id) has no version \(version). Read its _history for those there are.")
    }
    guard !found.isDeleted else { throw FHIRFault(410, .deleted, "Version \(version) says that it was deleted.") }
    return found
  }

  /// Every version, the newest first.
  func history(_ type: String, _ id: String) throws -> [StoredResource] {
    let stored = try visible(type, id)
    return try [stored] + superseded(stored)
  }

  /// Whether the user may see a stored resource, be it by reading or by searching.
  func mayRead(_ stored: StoredResource) throws -> Bool {
    try admits(stored, within: principal.reach([.read, .search], stored.type))
  }

  /// Whether a stored resource lies within a reach.
  func admits(_ stored: StoredResource, within reach: Reach) throws -> Bool {
    principal.admits(try audience(key: stored.key), of: stored.type, within: reach)
  }

  /// Who may see a resource.
  func audience(key: Int64) throws -> Set<String> {
    try String.fetchSet(
      db.cachedStatement(sql: "SELECT audience FROM audience WHERE key = ?"), arguments: [key])
  }

  private func superseded(_ stored: StoredResource) throws -> [StoredResource] {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT version, updated, deleted, text FROM superseded WHERE key = ? ORDER BY version DESC"),
      arguments: [stored.key])
    return rows.map { row in
      StoredResource(
        key: stored.key, type: stored.type, id: stored.id, version: row["version"],
        updated: Instant(milliseconds: row["updated"]), isDeleted: row["deleted"], text: row["text"],
        owner: stored.owner)
    }
  }
}

extension Statement {
  /// The first row for these arguments.
  fileprivate func makeRow(_ arguments: StatementArguments) throws -> Row? {
    try Row.fetchOne(self, arguments: arguments)
  }
}

extension StoredResource {
  /// A row of `ResourceReader.columns`.
  init(_ row: Row) {
    self.init(
      key: row[0], type: row[1], id: row[2], version: row[3], updated: Instant(milliseconds: row[4]),
      isDeleted: row[5], text: row[7], owner: row[6])
  }
}
