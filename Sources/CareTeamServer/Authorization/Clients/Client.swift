/// A program that may ask for tokens.
package struct Client: Sendable, Equatable {
  /// What it calls itself in requests.
  package var id: String
  /// What people are shown.
  package var name: String
  /// Where it may have the browser sent back to; none for a backend.
  package var redirects: [RedirectURI] = []
  /// The user a backend acts as; nil for a program that people log in with.
  package var user: String?
  /// The most a backend may be granted.
  package var scopes: Scopes?
  /// Its public keys, a JSON Web Key Set.
  package var keys: String?
  /// Whether it may ask about every token (RFC 7662), as a resource server does.
  package var mayIntrospect = false
  /// Whether it is locked out.
  package var isDisabled = false

  /// A client of this name.
  package init(id: String, name: String) {
    self.id = id
    self.name = name
  }

  /// A backend proves who it is with a key, and acts without anyone logging in (SMART App Launch 2.2 §5).
  package var isBackend: Bool { user != nil }

  /// Whether this can be an id: what stands in URLs as it is.
  package static func isID(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count)
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-~".contains($0)) }
  }

  /// Whether it may have the browser sent here.
  func mayRedirect(to address: String) -> Bool { redirects.contains { $0.isFor(address) } }
}
