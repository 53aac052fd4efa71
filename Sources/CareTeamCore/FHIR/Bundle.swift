/// A page of search results (FHIR R4 Bundle, §2.36).
package struct Bundle: Sendable {
  /// The resource as received.
  package var json: JSON

  /// A bundle, or nil for any other resource.
  package init?(_ json: JSON) {
    guard json["resourceType"]?.string == "Bundle" else { return nil }
    self.json = json
  }

  /// The resources, matches and included ones alike, without the server's remarks on the search.
  package var resources: [JSON] {
    json["entry"]?.array.compactMap { $0["resource"] }
      .filter { $0["resourceType"]?.string != "OperationOutcome" } ?? []
  }

  /// The address of the next page as written, possibly relative; nil on the last.
  package var next: String? { link("next") }

  /// Whether the server says that it used a parameter, or does not say which it used: its `self` link has those that it
  /// did (FHIR R4 §3.1.1.3.1).
  package func searched(by parameter: String) -> Bool {
    guard let query = link("self")?.split(separator: "?", maxSplits: 1).dropFirst().first else { return true }
    return query.split(separator: "&").contains { $0.hasPrefix("\(parameter)=") || $0.hasPrefix("\(parameter):") }
  }

  private func link(_ relation: String) -> String? {
    json["link"]?.array.first { $0["relation"]?.string == relation }?["url"]?.string
  }
}
