/// What came of a code or a refresh token.
enum GrantOutcome: Sendable, Equatable {
  case given(IssuedTokens)
  /// It came a second time, and the login of this user that it goes back to has ended.
  case reused(user: String)
  case refused(OAuthError)
}
