/// A FHIR resource: a view on its JSON, so that what careteam does not know survives when it is written back.
package struct Resource: Sendable {
  /// The resource as received.
  package var json: JSON

  /// A view on any JSON value.
  package init(_ json: JSON) { self.json = json }

  /// `resourceType`.
  package var type: String? { json["resourceType"]?.string }
  /// The logical id.
  package var id: String? { json["id"]?.string }
  /// `Type/id`; nil without an id, and for one that is none (FHIR R4 §2.24.0.1): it would become part of addresses.
  package var reference: Reference? {
    guard let type, let id, !id.isEmpty else { return nil }
    let reference = Reference(type: type, id: id)
    return reference.isPlain ? reference : nil
  }
  /// `meta.versionId`.
  package var version: String? { json["meta"]?["versionId"]?.string }
  /// `meta.lastUpdated`, as the server wrote it.
  package var lastUpdatedText: String? { json["meta"]?["lastUpdated"]?.string }
  /// `meta.lastUpdated`.
  package var lastUpdated: Instant? { lastUpdatedText.flatMap(Instant.init(fhir:)) }

  /// The moment a member names.
  package func instant(_ member: String) -> Instant? { json[member]?.string.flatMap(Instant.init(fhir:)) }

  /// The UUID among the identifiers, in lower case (`urn:uuid:` in `urn:ietf:rfc:3986`, FHIR R4 §2.24.0.6).
  package var clientId: String? {
    for identifier in json["identifier"]?.array ?? [] {
      if let value = identifier["value"]?.string, value.hasPrefix("urn:uuid:") {
        return value.dropFirst("urn:uuid:".count).lowercased()
      }
    }
    return nil
  }

  /// The first reference of a member, which may hold one or a list.
  package func person(_ member: String) -> ServerPerson? { people(member).first }

  /// Whom a member refers to.
  package func people(_ member: String) -> [ServerPerson] {
    switch json[member] {
    case .array(let values): values.compactMap(person(from:))
    case .some(let value): person(from: value).map { [$0] } ?? []
    case nil: []
    }
  }

  /// The resource a member refers to, or the first of a list of this type.
  package func reference(_ member: String, type: String? = nil) -> Reference? {
    people(member).map(\.reference).first { type == nil || $0.type == type }
  }

  /// A reference by literal, by contained resource, or by identifier alone (FHIR R4 §2.3.0).
  private func person(from value: JSON) -> ServerPerson? {
    let display = value["display"]?.string
    if let literal = value["reference"]?.string {
      if literal.hasPrefix("#") { return containedPerson(String(literal.dropFirst()), display: display) }
      return Reference(literal).map { ServerPerson(reference: $0.plain, name: display) }
    }
    guard let id = value["identifier"]?["value"]?.string ?? display, !id.isEmpty else { return nil }
    return ServerPerson(reference: Reference(type: value["type"]?.string, naming: id), name: display)
  }

  private func containedPerson(_ id: String, display: String?) -> ServerPerson? {
    let resource = json["contained"]?.array.map(Resource.init).first { $0.id == id }
    guard let resource, let type = resource.type else { return nil }
    let owner = reference?.description ?? ""
    return ServerPerson(
      reference: Reference(type: type, naming: "\(owner)#\(id)"), name: display ?? resource.humanName)
  }

  /// The name of a person, team or organisation that this resource is.
  package var humanName: String? {
    guard let name = json["name"] else { return nil }
    if let text = name.string { return text }
    let names = name.array
    guard let best = names.first(where: { $0["use"]?.string == "official" }) ?? names.first else { return nil }
    if let text = best["text"]?.string { return text }
    let parts = [best["prefix"], best["given"]].flatMap { $0?.array ?? [] }.compactMap(\.string)
    let whole = (parts + [best["family"]?.string].compactMap { $0 }).joined(separator: " ")
    return whole.isEmpty ? nil : whole
  }
}
