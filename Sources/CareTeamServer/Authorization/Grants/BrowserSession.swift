import CareTeamCore

/// Somebody who has logged in with a browser.
struct BrowserSession: Sendable, Equatable {
  /// What the cookie holds.
  var secret: String
  var principal: Principal
  /// When they typed their password.
  var started: Instant
}
