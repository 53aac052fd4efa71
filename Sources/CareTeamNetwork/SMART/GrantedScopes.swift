/// What a login may do, by its scopes (SMART App Launch 2.2 §7.2.2, and the forms of SMART 1).
package struct GrantedScopes: Sendable, Equatable {
  /// What may be done with a type of resource.
  package enum Interaction: Character, Sendable, CaseIterable {
    case create = "c"
    case read = "r"
    case update = "u"
    case search = "s"
  }

  /// An interaction with a type, such as the creation of a Communication.
  package struct Need: Sendable, Hashable {
    /// What is done.
    package let interaction: Interaction
    /// With what.
    package let type: String

    /// A need.
    package init(_ interaction: Interaction, _ type: String) {
      self.interaction = interaction
      self.type = type
    }
  }

  /// The scopes as they were granted.
  package let text: String
  private let words: [Substring]

  /// The scopes of a token.
  package init(_ text: String) {
    self.text = text
    words = text.split(whereSeparator: \.isWhitespace)
  }

  /// Whether something may be done.
  package func allows(_ need: Need) -> Bool { words.contains { Self.allows(need, $0) } }

  /// The scopes of a list that were not granted; those granted in another form, or for more, are.
  package func missing(of asked: String) -> [String] {
    asked.split(separator: " ").filter { !has($0) }.map(String.init)
  }

  /// The scope that allows something, as a person asks for it, for a patient.
  package static func scope(for need: Need) -> String { "patient/\(need.type).\(need.interaction.rawValue)" }

  private func has(_ scope: Substring) -> Bool {
    let needs = Self.needs(of: scope)
    guard !needs.isEmpty else {
      return words.contains(scope) || scope == "offline_access" && words.contains("online_access")
    }
    return needs.allSatisfy(allows)
  }

  private static func allows(_ need: Need, _ scope: Substring) -> Bool {
    guard let (type, letters) = parts(scope) else { return false }
    return (type == "*" || type == need.type) && letters.contains(need.interaction.rawValue)
  }

  private static func needs(of scope: Substring) -> [Need] {
    guard let (type, letters) = parts(scope) else { return [] }
    return letters.compactMap(Interaction.init).map { Need($0, String(type)) }
  }

  /// The type and the letters of a scope for resources; a filter behind it (`?category=…`) is not looked at.
  private static func parts(_ scope: Substring) -> (type: Substring, letters: String)? {
    guard let slash = scope.firstIndex(of: "/"), ["patient", "user", "system"].contains(scope[..<slash]) else {
      return nil
    }
    let rest = scope[scope.index(after: slash)...].prefix { $0 != "?" }
    guard let dot = rest.lastIndex(of: ".") else { return nil }
    let right = rest[rest.index(after: dot)...]
    let letters =
      switch right {
      case "read": "rs"
      case "write": "cud"
      case "*": "cruds"
      default: String(right)
      }
    return (rest[..<dot], letters)
  }
}
