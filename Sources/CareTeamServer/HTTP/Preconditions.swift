/// The headers that make a write conditional (FHIR R4 §3.1.0.5, §3.1.0.8).
struct Preconditions: Sendable {
  /// `If-Match`: the version that must be current.
  var match: String?
  /// `If-None-Exist`: the search that must find nothing.
  var noneExist: String?

  /// Refuses when the current version is another; `W/"3"` and `"3"` are the same here.
  func check(_ stored: StoredResource) throws(FHIRFault) {
    guard let match, match != "*" else { return }
    let tags = match.split(separator: ",").map { tag in
      tag.replacing("W/", with: "").filter { $0 != "\"" && $0 != " " }
    }
    guard !tags.contains(String(stored.version)) else { return }
    throw FHIRFault(
      412, .conflict, "\(stored.reference) is at version \(stored.version) now. Read it and try again.")
  }
}
