/// Who opened a socket, decided before the upgrade is answered.
package enum LiveAdmission: Sendable {
  /// A bearer token that is good; kept so that the socket ends when the token does.
  case user(Principal, token: String)
  /// No token yet: only `bind-with-token` is understood, and soon.
  case anonymous
  /// A token that is not good, or a request that is not for a socket.
  case refused(status: Int, message: String)
}
