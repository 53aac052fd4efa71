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
    if text.utf8.contains(0x5F), let mark = path.range(of: "/_history/") { path = path[..<mark.lowerBound] }
    let pieces = path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).map(Substring.init)
    guard pieces.count >= 2, let type = pieces.dropLast().last, let id = pieces.last, Self.isType(type), !id.isEmpty
    else { return nil }
    self.init(type: String(type), id: String(id))
  }

  /// Whether a word can be a resource type: letters, the first of them a capital. References are read by the hundred, and nearly
  /// all are ASCII, of which Unicode need not be asked.
  private static func isType(_ word: Substring) -> Bool {
    guard word.utf8.allSatisfy({ $0 < 0x80 }) else {
      return word.first?.isUppercase == true && word.allSatisfy(\.isLetter)
    }
    return word.utf8.first.map { (0x41...0x5A).contains($0) } ?? false
      && word.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
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
