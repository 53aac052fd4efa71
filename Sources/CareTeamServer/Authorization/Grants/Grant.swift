import CareTeamCore

/// What one login gave to one client.
struct Grant: Sendable, Equatable {
  /// What all its tokens go back to.
  var family: String
  var client: String
  /// The `fhirUser`.
  var user: String
  var scopes: Scopes
  /// The id of the one patient it is for.
  var patient: String?
  /// The claim `nonce` of the identity token that was asked for.
  var nonce: String?
  /// When the user typed their password.
  var authenticated: Instant

  /// Whether it can be renewed.
  var isRenewable: Bool { !scopes.login.isDisjoint(with: [.offlineAccess, .onlineAccess]) }

  /// When it ends, renewed or not.
  func end(from now: Instant) -> Instant {
    if scopes.login.contains(.offlineAccess) { return now.adding(seconds: AuthorizationTimes.offline) }
    if scopes.login.contains(.onlineAccess) { return authenticated.adding(seconds: AuthorizationTimes.session) }
    return now.adding(seconds: AuthorizationTimes.access)
  }
}
