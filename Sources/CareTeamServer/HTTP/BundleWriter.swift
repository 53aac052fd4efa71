import CareTeamCore

/// Writes a Bundle around resources' stored texts, which are not read again.
struct BundleWriter {
  private var head: String
  private var links: [String] = []
  private var entries: [String] = []

  /// A bundle of this type, with a total where there is one.
  init(type: String, total: Int? = nil) {
    head = "{\"resourceType\":\"Bundle\",\"type\":\"\(type)\""
    if let total { head += ",\"total\":\(total)" }
  }

  /// Adds a link.
  mutating func link(_ relation: String, _ url: String) {
    links.append((["relation": .string(relation), "url": .string(url)] as JSON).text())
  }

  /// Adds a resource that was found.
  mutating func add(_ stored: StoredResource, base: String, mode: String) {
    entries.append(
      "{\"fullUrl\":\"\(base)/\(stored.reference)\",\"resource\":\(stored.text),\"search\":{\"mode\":\"\(mode)\"}}")
  }

  /// Adds a version of a resource, with what made it.
  mutating func addVersion(_ stored: StoredResource, base: String) {
    let method = stored.isDeleted ? "DELETE" : stored.version == 1 ? "POST" : "PUT"
    let url = stored.version == 1 ? stored.type : stored.reference
    let status = stored.isDeleted ? "204" : stored.version == 1 ? "201" : "200"
    let request: JSON = ["method": .string(method), "url": .string(url)]
    let resource = stored.isDeleted ? "" : ",\"resource\":\(stored.text)"
    entries.append(
      "{\"fullUrl\":\"\(base)/\(stored.reference)\"\(resource),\"request\":\(request.text()),"
        + "\"response\":\(stored.response(status: status).text())}")
  }

  /// Adds what an entry of a batch or transaction did.
  mutating func add(response: JSON, resource: String?) {
    let resource = resource.map { ",\"resource\":\($0)" } ?? ""
    entries.append("{\"response\":\(response.text())\(resource)}")
  }

  /// The Bundle.
  var text: String {
    var text = head
    if !links.isEmpty { text += ",\"link\":[" + links.joined(separator: ",") + "]" }
    if !entries.isEmpty { text += ",\"entry\":[" + entries.joined(separator: ",") + "]" }
    return text + "}"
  }
}

extension StoredResource {
  /// Bundle.entry.response.
  func response(status: String) -> JSON {
    ["status": .string(status), "etag": .string("W/\"\(version)\""), "lastModified": .string(updated.fhirInstant)]
  }
}
