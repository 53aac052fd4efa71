/// What a token was granted, or a client asks for: the scopes of SMART App Launch 2.2 §7, in the forms of v1 and v2.
///
/// What is not understood is left out, so that reading a text never gives more than it says.
package struct Scopes: Sendable, Equatable {
  /// Scopes that are about the login and not about resources.
  package enum Login: String, Sendable, CaseIterable {
    case openid, fhirUser, profile, launch
    case launchPatient = "launch/patient"
    case offlineAccess = "offline_access"
    case onlineAccess = "online_access"
  }

  /// The scopes about the login.
  package let login: Set<Login>
  /// The scopes for resources: one for each context and type, in order.
  package let resources: [ResourceScope]

  /// These scopes; several for one context and type become one.
  package init(login: Set<Login> = [], resources: [ResourceScope] = []) {
    self.login = login
    var permissions: [ResourceScope: Permission] = [:]
    for scope in resources {
      permissions[ResourceScope(scope.context, scope.type, []), default: []].formUnion(scope.permission)
    }
    self.resources = permissions.map { ResourceScope($0.context, $0.type, $1) }.sorted { $0.text < $1.text }
  }

  /// Reads scopes with spaces between them (RFC 6749 §3.3).
  package init(_ text: String) {
    let words = text.split(separator: " ")
    self.init(
      login: Set(words.compactMap { Login(rawValue: String($0)) }), resources: words.compactMap { ResourceScope($0) })
  }

  /// Every word of a text that is not understood here.
  package static func unknown(in text: String) -> [String] {
    text.split(separator: " ").map(String.init).filter { Login(rawValue: $0) == nil && ResourceScope($0) == nil }
  }

  /// As they are written, with spaces between them, always in the same order.
  package var text: String {
    (Login.allCases.filter(login.contains).map(\.rawValue) + resources.map(\.text)).joined(separator: " ")
  }

  /// Whether nothing is granted.
  package var isEmpty: Bool { login.isEmpty && resources.isEmpty }

  /// What may be done with a type in one of these contexts.
  package func permission(on type: String, in contexts: Set<ResourceScope.Context>) -> Permission {
    resources.filter { contexts.contains($0.context) && $0.covers(type: type) }
      .reduce(into: Permission()) { $0.formUnion($1.permission) }
  }

  /// What both allow: a wildcard on one side takes the types of the other.
  package func intersection(_ other: Scopes) -> Scopes {
    Scopes(
      login: login.intersection(other.login),
      resources: resources.flatMap { own in other.resources.compactMap(own.intersection) })
  }

  /// Whether these allow everything that others do.
  package func isSuperset(of other: Scopes) -> Bool {
    login.isSuperset(of: other.login)
      && other.resources.allSatisfy { scope in
        permission(on: scope.type, in: [scope.context]).isSuperset(of: scope.permission)
      }
  }
}
