import CareTeamCore
import Crypto
import Hummingbird

/// Forms that only this server's own pages can send, and who is logged in.
extension AuthorizationServer {
  /// What a form must bring back: it follows from the cookie, which no other site can read or guess.
  func csrf(_ secret: String) -> String {
    Base64.encodeForURL(Array(HMAC<SHA256>.authenticationCode(for: Array(secret.utf8), using: csrfKey)))
  }

  /// Refuses a form that was not sent from a page that this browser was shown.
  func checkForm(_ form: Parameters, _ visit: Visit) throws(AuthorizationFault) {
    guard let secret = visit.secret, let token = form["csrf"], Secret.areEqual(token, csrf(secret)) else {
      throw .page(
        "The form did not come from a page of this server, or the browser keeps no cookies. Allow cookies for this "
          + "server, go back and begin again.")
    }
  }

  func session(_ visit: Visit) async throws -> BrowserSession? {
    guard let secret = visit.secret else { return nil }
    return try await store.session(secret, at: visit.now)
  }

  /// Writes down who logged in or was refused, before it is answered.
  func record(_ event: LoginEvent, by user: String?, client: String? = nil, status: Int, _ visit: Visit) async throws {
    let agent = AuditAgent(user: user, client: client, origin: visit.origin)
    try await store.audit.record([.login(event, by: agent, status: status, at: visit.now)])
  }

  /// The page to log in, which goes on to an address of this server.
  func loginPage(_ visit: Visit, next: String, client: String? = nil) -> Response {
    let secret = visit.secret ?? Secret.random()
    return visit.show(
      LoginPage(next: next, csrf: csrf(secret), client: client, origin: origin).page, secret: secret)
  }
}
