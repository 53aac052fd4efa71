/// Which resource on the server: its type and logical id (FHIR R4 §2.3.0.1).
package struct Reference: Sendable, Hashable {
  /// The resource type, such as `CommunicationRequest`.
  package var type: String
  /// The logical id.
  package var id: String

  /// The resource of this type and id.
  package init(type: String, id: String) {
    self.type = type
    self.id = id
  }

  /// Reads `Type/id`, `Type/id/_history/2`, or an absolute URL that ends so; anything else is nil.
  package init?(_ text: String) {
    var path = text[...]
    if let mark = path.range(of: "/_history/") { path = path[..<mark.lowerBound] }
    let pieces = path.split(separator: "/", omittingEmptySubsequences: false)
    guard pieces.count >= 2, let type = pieces.dropLast().last, let id = pieces.last,
      type.first?.isUppercase == true, type.allSatisfy(\.isLetter), !id.isEmpty
    else { return nil }
    self.init(type: String(type), id: String(id))
  }
}

extension Reference: CustomStringConvertible {
  /// `Type/id`.
  package var description: String { "\(type)/\(id)" }
}

extension Substring {
  /// The first place a text occurs, without Foundation.
  fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
