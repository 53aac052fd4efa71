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

extension Reference {
  /// The longest id of a resource: FHIR R4 allows 64 characters (§2.24.0.1), and servers have been seen with more.
  private static let longestId = 256

  /// Whether the id can be a step of a path and nothing else: the unreserved characters of RFC 3986 §2.3, and not dots
  /// alone, whatever a server between here and there makes of a path.
  package var isPlain: Bool {
    type.utf8.allSatisfy(Self.isLetter) && id.utf8.count <= Self.longestId && id.utf8.allSatisfy(Self.isUnreserved)
      && !id.utf8.allSatisfy { $0 == UInt8(ascii: ".") }
  }

  /// A reference to what has no plain id on the server, such as somebody of whom there is only a name: whatever the text
  /// holds, it is read as it was printed, and is no other reference.
  init(type: String?, naming text: String) {
    let type = type ?? ""
    let isType = type.first?.isUppercase == true && type.utf8.allSatisfy(Self.isLetter)
    var id = ""
    // What is cut is longer than a plain id still.
    for byte in text.utf8.prefix(4 * Self.longestId) {
      if Self.isUnreserved(byte) {
        id.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        id += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    self.init(type: isType ? type : "Unknown", id: id.utf8.allSatisfy { $0 == UInt8(ascii: ".") } ? "%2E" + id : id)
  }

  /// This reference, if its id is plain; else one that names it.
  var plain: Reference { isPlain ? self : Reference(type: type, naming: id) }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    isLetter(byte) || (0x30...0x39).contains(byte) || "-._~".utf8.contains(byte)
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
