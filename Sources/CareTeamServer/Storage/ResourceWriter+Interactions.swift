import CareTeamCore

extension ResourceWriter {
  /// The rules for one kind of write; a fault when the token has no scope for it. The audit trail is written by the
  /// server alone, whoever asks.
  private func rules(_ permission: Permission, _ type: String) throws -> WriteRules {
    let reach = try principal.demand(permission, type)
    guard type != "AuditEvent" else { throw FHIRFault.forbidden("The audit trail is written by the server alone.") }
    return WriteRules(reader: reader, base: base, reach: reach)
  }

  /// Create, or conditional create (FHIR R4 §3.1.0.8, §3.1.0.8.1).
  func create(_ resource: JSON, type: String, id: String? = nil, if conditions: Preconditions = Preconditions()) throws
    -> WriteResult
  {
    try ResourceValidator.check(resource, type: type)
    let resource = relative(resource)
    let rules = try rules(.create, type)
    if let noneExist = conditions.noneExist {
      if let existing = try existing(type, matching: noneExist) { return WriteResult(status: 200, stored: existing) }
    }
    try rules.checkCreate(resource, type: type)
    let stored = try insert(completed(resource, type: type), type: type, id: id ?? Self.newID())
    return WriteResult(status: 201, stored: stored)
  }

  /// Update, or creation with an id of the client's (§3.1.0.7); an id that another user has is not found.
  func update(_ resource: JSON, type: String, id: String, if conditions: Preconditions = Preconditions()) throws
    -> WriteResult
  {
    try ResourceValidator.check(resource, type: type)
    guard resource["id"]?.string == id else {
      throw FHIRFault(400, .invalid, "The resource's id is not the URL's, \(id). Make them the same.")
    }
    let resource = try named(relative(resource), type: type)
    let rules = try rules(.update, type)
    guard let stored = try reader.find(type, id) else {
      guard conditions.match == nil else {
        throw FHIRFault(412, .conflict, "\(type)/\(id) is not there to be matched.")
      }
      try rules.checkCreate(resource, type: type)
      return WriteResult(status: 201, stored: try insert(completed(resource, type: type), type: type, id: id))
    }
    guard try reader.admits(stored, within: rules.reach) else { throw FHIRFault.notFound(type, id) }
    try conditions.check(stored)
    if stored.isDeleted {
      try rules.checkCreate(resource, type: type)
      return WriteResult(status: 201, stored: try replace(stored, with: completed(resource, type: type)))
    }
    try rules.checkUpdate(stored, to: resource)
    return WriteResult(status: 200, stored: try replace(stored, with: resource))
  }

  /// JSON Patch (§3.1.0.9.1); the result is checked like an update.
  func patch(_ patch: JSONPatch, type: String, id: String, if conditions: Preconditions = Preconditions()) throws
    -> WriteResult
  {
    let rules = try rules(.update, type)
    guard type != "Binary" else {
      throw FHIRFault(422, .notSupported, "A Binary cannot be patched. PUT the whole of it.")
    }
    let stored = try reader.current(type, id, to: .update)
    try conditions.check(stored)
    let resource = try named(relative(patch.applied(to: stored.json())), type: type)
    try ResourceValidator.check(resource, type: type)
    guard resource["id"]?.string == id else { throw FHIRFault(422, .value, "A patch may not change the id.") }
    try rules.checkUpdate(stored, to: resource)
    return WriteResult(status: 200, stored: try replace(stored, with: resource))
  }

  /// Delete (§3.1.0.7.1); what is already deleted stays so.
  func delete(type: String, id: String, if conditions: Preconditions = Preconditions()) throws -> WriteResult {
    let rules = try rules(.delete, type)
    let stored = try reader.visible(type, id, to: .delete)
    try conditions.check(stored)
    guard !stored.isDeleted else { return WriteResult(status: 204, stored: stored) }
    try rules.checkDelete(stored)
    return WriteResult(status: 204, stored: try delete(stored))
  }

  /// The one resource a search finds; 412 when there are several.
  func existing(_ type: String, matching query: String) throws -> StoredResource? {
    let text = query.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
    let request = try SearchRequest(type: type, query: try FormQuery(parsing: text))
    guard !request.clauses.isEmpty else {
      throw FHIRFault(400, .invalid, "If-None-Exist needs a search, such as identifier=system|value.")
    }
    let found = try reader.matches(request, base: base, limit: 2)
    guard found.count < 2 else {
      throw FHIRFault(412, .multipleMatches, "If-None-Exist matches several resources. Nothing was created.")
    }
    return found.first
  }
}
