import CareTeamCore
import HTTPTypes
import Hummingbird

extension AuthorizationServer {
  /// Takes a name and a password.
  func login(_ visit: Visit) async throws -> Response {
    let form = try await Parameters(formOf: visit.request)
    try checkForm(form, visit)
    let next = form["next"] ?? ""
    guard Self.isOwn(next) else {
      throw AuthorizationFault.page("There is nothing to go on to. Begin again in careteam.")
    }
    let typed = form["login"] ?? ""
    let name = LoginName(typed)
    if let wait = logins.begin(name?.text ?? "", from: visit.address, at: visit.now) {
      try await record(.login, by: nil, status: 429, visit)
      return again(visit, next: next, typed: typed, fault: Self.tooOften(wait), status: 429, retryAfter: wait)
    }
    let (user, isRight) = try await user(of: name, password: form["password"] ?? "")
    try await record(.login, by: user, status: isRight ? 200 : 403, visit)
    guard let user, isRight else {
      return again(visit, next: next, typed: typed, fault: "The user name or the password is wrong.", status: 403)
    }
    logins.succeed(name?.text ?? "", from: visit.address)
    let secret = try await store.beginSession(of: user, replacing: visit.secret, at: visit.now)
    var response = Response.seeOther(next)
    response.headers[.setCookie] = visit.cookie.text(secret)
    return response
  }

  /// Ends the login of a browser.
  func logout(_ visit: Visit) async throws -> Response {
    let form = try await Parameters(formOf: visit.request)
    try checkForm(form, visit)
    if let session = try await session(visit) {
      try await store.endSession(session.secret)
      try await record(.logout, by: session.principal.reference, status: 200, visit)
    }
    var response = Page.notice(
      "You are logged out", "This browser is logged out. Programs that you have let in stay connected.", status: 200
    ).response
    response.headers[.setCookie] = visit.cookie.removal
    return response
  }

  /// Whose name it is, and whether it is their password. An unknown name, a user without a password and a wrong password
  /// are the same work and the same answer.
  private func user(
    of name: LoginName?, password: String
  ) async throws -> (user: String?, isRight: Bool) {
    let known: (user: String, hash: PasswordHash)? = if let name { try await store.password(of: name) } else { nil }
    let cost = try await store.newestPasswordCost()
    return (known?.user, try await passwords.matches(password, known?.hash, like: cost))
  }

  private func again(
    _ visit: Visit, next: String, typed: String, fault: String, status: Int, retryAfter: Int? = nil
  ) -> Response {
    let secret = visit.secret ?? Secret.random()
    return visit.show(
      LoginPage(
        next: next, csrf: csrf(secret), origin: origin, login: String(typed.prefix(64)), fault: fault, status: status,
        retryAfter: retryAfter
      ).page, secret: secret)
  }

  /// How long to wait, in words.
  static func tooOften(_ seconds: Int) -> String {
    let time = seconds < 120 ? "\(seconds) seconds" : "\((seconds + 59) / 60) minutes"
    return "That were too many attempts. Wait \(time), then try again."
  }

  /// Whether an address is one of the pages that need a login: a form cannot be made to lead anywhere else.
  private static func isOwn(_ address: String) -> Bool {
    guard address.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else { return false }
    return address.hasPrefix(AuthorizationEndpoint.authorize.rawValue + "?")
      || address == AuthorizationEndpoint.device.rawValue
      || address.hasPrefix(AuthorizationEndpoint.device.rawValue + "?")
  }
}
