/// A literal reference to a resource of this server: `Type/id`, with or without a version (FHIR R4 §2.3.0.1).
struct Reference: Hashable, Sendable {
  /// The type of what is referred to.
  let type: String
  /// Its id.
  let id: String

  /// `Type/id`.
  var text: String { type + "/" + id }

  /// A reference to this resource.
  init(type: String, id: String) {
    self.type = type
    self.id = id
  }

  /// Reads `Type/id` or `Type/id/_history/version`; nil for fragments, URNs and other servers' URLs.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 || (parts.count == 4 && parts[2] == "_history"),
      ResourceTypes.all.contains(String(parts[0])), ResourceTypes.isID(String(parts[1]))
    else { return nil }
    type = String(parts[0])
    id = String(parts[1])
  }

  /// Reads a reference, absolute on this server or relative.
  init?(_ text: String, base: String) {
    self.init(text.hasPrefix(base + "/") ? String(text.dropFirst(base.count + 1)) : text)
  }
}
