import CareTeamCore
import Hummingbird

extension Exchange {
  /// Batch and transaction (FHIR R4 §3.1.0.11.1).
  func bundle() async throws -> Answer {
    try negotiation.checkAccept()
    let bundle = try await resource()
    try ResourceValidator.check(bundle, type: "Bundle")
    let entries = try Self.entries(of: bundle)
    guard entries.count <= 1000 else {
      throw FHIRFault(413, .tooLong, "The Bundle has more than 1000 entries. Send it in parts.")
    }
    switch bundle["type"]?.string {
    case "transaction": return try await transaction(try entries.map(BundleEntry.init))
    case "batch": return try await batch(entries)
    default: throw FHIRFault(400, .value, "Only a Bundle of type batch or transaction can be sent here.")
    }
  }

  private static func entries(of bundle: JSON) throws(FHIRFault) -> [JSON] {
    guard let member = bundle["entry"] else { return [] }
    guard case .array(let entries) = member else {
      throw FHIRFault(400, .structure, "Bundle.entry is no array. Correct it.", expression: "Bundle.entry")
    }
    return entries
  }

  private func transaction(_ entries: [BundleEntry]) async throws -> Answer {
    let results = try await store.write(as: principal) { writer in
      try BundleEntry.checkDistinct(entries)
      let resolved = try BundleReferences(entries, writer: writer).resolved
      var results: [Int: BundleResult] = [:]
      for index in resolved.indices.sorted(by: { resolved[$0].rank < resolved[$1].rank }) {
        results[index] = try self.perform(resolved[index], with: writer)
      }
      let inOrder = resolved.indices.compactMap { results[$0] }
      try writer.record([self.record(entity: nil, patients: [], status: 200)] + inOrder.compactMap(\.record))
      return inOrder
    }
    var answer = answer(results, type: "transaction-response")
    answer.isRecorded = true
    return answer
  }

  private func batch(_ entries: [JSON]) async throws -> Answer {
    var results: [BundleResult] = []
    for entry in entries {
      var parsed: BundleEntry?
      do {
        let entry = try BundleEntry(entry)
        parsed = entry
        results.append(try await store.write(as: principal) { try self.performAndRecord(entry, with: $0) })
      } catch {
        let fault = FHIRFault(wrapping: error)
        results.append(BundleResult(fault: fault, record: record(ofRefused: parsed, status: fault.status)))
      }
    }
    return answer(results, type: "batch-response")
  }

  private func answer(_ results: [BundleResult], type: String) -> Answer {
    var writer = BundleWriter(type: type)
    for result in results { writer.add(response: result.response, resource: result.resource) }
    return Answer(response: Response(fhir: writer.text), records: results.compactMap(\.record))
  }

  private func performAndRecord(_ entry: BundleEntry, with writer: ResourceWriter) throws -> BundleResult {
    var result = try perform(entry, with: writer)
    try writer.record([result.record].compactMap(\.self))
    result.record = nil
    return result
  }

  private func perform(_ entry: BundleEntry, with writer: ResourceWriter) throws -> BundleResult {
    switch (entry.route, entry.method) {
    case (.type(let type), "POST"):
      try Self.refuseBinary(type)
      return try result(entry, writer) { try $0.create(entry.body, type: type, id: entry.newID, if: entry.conditions) }
    case (.instance(let type, let id), "PUT"):
      try Self.refuseBinary(type)
      return try result(entry, writer) { try $0.update(entry.body, type: type, id: id, if: entry.conditions) }
    case (.instance(let type, let id), "PATCH"):
      let patch = try JSONPatch(try entry.patch)
      return try result(entry, writer) { try $0.patch(patch, type: type, id: id, if: entry.conditions) }
    case (.instance(let type, let id), "DELETE"):
      return try result(entry, writer) { try $0.delete(type: type, id: id, if: entry.conditions) }
    case (.instance(let type, let id), "GET"):
      return try result(entry, writer) { WriteResult(status: 200, stored: try $0.reader.current(type, id)) }
    case (.version(let type, let id, let version), "GET"):
      return try result(entry, writer) { WriteResult(status: 200, stored: try $0.reader.version(version, type, id)) }
    case (.type(let type), "GET"): return try search(type, entry, writer)
    default: throw FHIRFault(400, .notSupported, "\(entry.method) \(entry.url.prefix(80)) cannot be in a Bundle.")
    }
  }

  private static func refuseBinary(_ type: String) throws {
    guard type != "Binary" else {
      throw FHIRFault(422, .notSupported, "A Binary cannot be in a Bundle. Send its bytes to /Binary first.")
    }
  }

  private func result(
    _ entry: BundleEntry, _ writer: ResourceWriter, _ body: (ResourceWriter) throws -> WriteResult
  ) throws -> BundleResult {
    let result = try body(writer)
    let stored = result.stored
    var response = stored.response(status: String(result.status))
    if entry.method == "POST" || entry.method == "PUT" { response["location"] = .string("\(base)/\(stored.versioned)") }
    let patients = try writer.reader.patients(of: stored)
    let isWanted = entry.method == "GET" || !prefers("return=minimal")
    let isShown = try isWanted && result.status != 204 && writer.reader.mayRead(stored)
    return BundleResult(
      response: response, resource: isShown ? stored.text : nil,
      record: record(entry, entity: stored.versioned, patients: patients, status: result.status))
  }

  private func search(_ type: String, _ entry: BundleEntry, _ writer: ResourceWriter) throws -> BundleResult {
    let request = try SearchRequest(type: type, query: entry.query, handling: handling)
    let page = try writer.reader.search(request, base: base)
    return BundleResult(
      response: ["status": "200"], resource: try text(of: page, request),
      record: record(entry, entity: type, patients: try writer.reader.patients(of: page), status: 200))
  }

  private func record(ofRefused entry: BundleEntry?, status: Int) -> AuditRecord {
    if let entry { return record(entry, entity: entry.route.entity, patients: [], status: status) }
    return AuditRecord(
      event: .interaction("batch"), action: .execute, recorded: now.milliseconds, agent: agent, status: status)
  }

  private func record(_ entry: BundleEntry, entity: String?, patients: [String], status: Int) -> AuditRecord {
    let (name, action) = entry.route.interaction(method: entry.method)
    return AuditRecord(
      event: .interaction(name), action: action, recorded: now.milliseconds, agent: agent, entity: entity,
      patients: patients, status: status)
  }
}
