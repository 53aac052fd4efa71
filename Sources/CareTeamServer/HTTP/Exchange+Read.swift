import CareTeamCore
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
}

extension StoredResource {
  /// `Type/id/_history/version`.
  var versioned: String { "\(reference)/_history/\(version)" }
}
