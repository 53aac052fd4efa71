import CareTeamCore

/// Replaces the `urn:uuid:` references inside a transaction by those the server gives (FHIR R4 §3.1.0.11.2).
struct BundleReferences {
  /// The entries, with their ids given and references replaced.
  private(set) var resolved: [BundleEntry]
  private var references: [String: String] = [:]

  init(_ entries: [BundleEntry], writer: ResourceWriter) throws {
    resolved = entries
    for index in entries.indices { try name(index, writer: writer) }
    for index in resolved.indices {
      guard let resource = resolved[index].resource else { continue }
      resolved[index].resource = replaced(resource)
    }
  }

  private mutating func name(_ index: Int, writer: ResourceWriter) throws {
    let entry = resolved[index]
    guard let fullURL = entry.fullURL, case .type(let type) = entry.route, entry.method == "POST" else { return }
    let existing = try entry.conditions.noneExist.flatMap { try writer.existing(type, matching: $0) }
    let id = existing?.id ?? ResourceWriter.newID()
    resolved[index].newID = id
    guard references.updateValue("\(type)/\(id)", forKey: fullURL) == nil else {
      throw FHIRFault(400, .invalid, "Two entries of the Bundle have the same fullUrl. Give each its own.")
    }
  }

  private func replaced(_ value: JSON) -> JSON {
    switch value {
    case .array(let values): return .array(values.map(replaced))
    case .object(let object):
      let members = object.members.map { key, member -> (String, JSON) in
        guard key == "reference" || key == "url", let text = member.string else { return (key, replaced(member)) }
        return (key, .string(references[text] ?? text))
      }
      return .object(JSONObject(members))
    default: return value
    }
  }
}
