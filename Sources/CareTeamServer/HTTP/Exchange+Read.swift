import CareTeamCore
import GRDB
import Hummingbird

extension Exchange {
  /// Read and vread: the stored text as it is.
  func read(_ find: @escaping @Sendable (ResourceReader) throws -> StoredResource) async throws -> Answer {
    try negotiation.checkAccept()
    let (stored, patients) = try await store.read(as: principal) { reader in
      let stored = try find(reader)
      return (stored, try reader.patients(of: stored))
    }
    return Answer(response: Response(stored, body: stored.text), entity: stored.versioned, patients: patients)
  }

  /// Every version of one resource, the newest first (FHIR R4 §3.1.0.11).
  func history(_ type: String, _ id: String) async throws -> Answer {
    try negotiation.checkAccept()
    let (versions, patients) = try await store.read(as: principal) { reader in
      let versions = try reader.history(type, id)
      return (versions, try versions.first.map(reader.patients(of:)) ?? [])
    }
    var writer = BundleWriter(type: "history", total: versions.count)
    writer.link("self", "\(base)/\(type)/\(id)/_history")
    for version in versions { writer.addVersion(version, base: base) }
    return Answer(response: Response(fhir: writer.text), patients: patients)
  }
}

extension ResourceReader {
  /// The patients in whose compartment a resource lies, `Patient/x`.
  func patients(of stored: StoredResource) throws -> [String] {
    try audience(key: stored.key).filter { $0.hasPrefix("Patient/") }.sorted()
  }

  /// The patients in whose compartments what a search found lies; who sees one patient only has found nobody else's.
  func patients(of page: SearchPage) throws -> [String] {
    if principal.role == .patient || principal.role == .proxy, principal.patients.count == 1 {
      return principal.patients.map { "Patient/" + $0 }
    }
    let keys = JSON.array((page.matches + page.included).map { JSON.number(String($0.key)) }).text()
    return try String.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT DISTINCT a.audience FROM json_each(?) j JOIN audience a ON a.key = j.value
          WHERE a.audience >= 'Patient/' AND a.audience < 'Patient0' ORDER BY 1
          """), arguments: [keys])
  }
}

extension StoredResource {
  /// `Type/id/_history/version`.
  var versioned: String { "\(reference)/_history/\(version)" }
}
