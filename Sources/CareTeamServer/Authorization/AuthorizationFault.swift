/// Why a browser that a client sent here gets nothing for it.
enum AuthorizationFault: Error, Sendable, Equatable {
  /// Told to the person, because it is not sure that the client's address is the client's (RFC 6749 §4.1.2.1).
  case page(String)
  /// Told to the client, at an address that is verified.
  case client(OAuthError, redirect: String, state: String?)
}
