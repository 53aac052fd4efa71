/// What may be done with a type of resource: the letters of a SMART v2 scope (SMART App Launch 2.2 §7.2.2).
package struct Permission: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Create.
  package static let create = Permission(rawValue: 1)
  /// Read one resource, one version, or the history of one.
  package static let read = Permission(rawValue: 2)
  /// Update and patch, also when that makes a new resource.
  package static let update = Permission(rawValue: 4)
  /// Delete.
  package static let delete = Permission(rawValue: 8)
  /// Search a type.
  package static let search = Permission(rawValue: 16)

  private static let letters: [(Character, Permission)] = [
    ("c", .create), ("r", .read), ("u", .update), ("d", .delete), ("s", .search),
  ]

  /// Reads `cruds` or a part of it in this order, or the `read`, `write` and `*` of SMART v1; nil for anything else.
  package init?(_ text: some StringProtocol) {
    switch text {
    case "read": self = [.read, .search]
    case "write": self = [.create, .update, .delete]
    case "*": self = [.create, .read, .update, .delete, .search]
    default:
      self = []
      var rest = Self.letters[...]
      for character in text {
        guard let index = rest.firstIndex(where: { $0.0 == character }) else { return nil }
        insert(rest[index].1)
        rest = rest[(index + 1)...]
      }
      guard !isEmpty else { return nil }
    }
  }

  /// The letters of SMART v2.
  package var text: String { String(Self.letters.filter { contains($0.1) }.map(\.0)) }
}
