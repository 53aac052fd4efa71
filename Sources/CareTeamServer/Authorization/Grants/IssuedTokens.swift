/// What a client gets for a code, a refresh token or an assertion.
struct IssuedTokens: Sendable, Equatable {
  var access: String
  var refresh: String?
  /// Seconds until the access token's end.
  var lifetime: Int64
  /// What the access token may.
  var scopes: Scopes
  var grant: Grant
}
