/// How long what is given lasts, in seconds.
enum AuthorizationTimes {
  /// An access token: what is stolen is soon worthless.
  static let access: Int64 = 600
  /// An access token of a backend (SMART App Launch 2.2 §5.1.5).
  static let backendAccess: Int64 = 300
  /// A code on its way through a browser (RFC 6749 §4.1.2: at most ten minutes).
  static let code: Int64 = 60
  /// A refresh token that nobody uses.
  static let refreshIdle: Int64 = 30 * 86_400
  /// A login with `offline_access`, however often it is refreshed.
  static let offline: Int64 = 90 * 86_400
  /// How long after a refresh the same refresh token may be sent again, by a client that never got the answer.
  static let lostAnswer: Int64 = 60
  /// A device code.
  static let device: Int64 = 600
  /// How often a device asks (RFC 8628 §3.2).
  static let devicePause: Int64 = 5
  /// A browser that nobody uses is logged out.
  static let sessionIdle: Int64 = 900
  /// A browser is logged out, however much it is used; a login with `online_access` ends then too.
  static let session: Int64 = 8 * 3600
}
