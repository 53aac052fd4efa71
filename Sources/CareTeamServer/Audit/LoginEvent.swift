/// What the trail says of logins and tokens.
package enum LoginEvent: String, Sendable, CaseIterable {
  /// Someone gave their name and password.
  case login
  /// Someone ended their session.
  case logout
  /// A user let a client act for them, or refused to.
  case consent
  /// A client was given tokens for a code, a device or its own key.
  case token
  /// A client was given new tokens for a refresh token.
  case refresh
  /// A refresh token came a second time, and its family was ended.
  case reuse
  /// A client gave a token back.
  case revocation
}
