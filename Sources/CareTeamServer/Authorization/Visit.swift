import CareTeamCore
import HTTPTypes
import Hummingbird

/// One request, with where it comes from and the cookie it brings.
struct Visit: Sendable {
  let request: Request
  let address: ClientAddress
  let origin: RequestOrigin
  let now: Instant
  let cookie: SessionCookie
  /// What the cookie holds; it is given to everyone who sees a form, and stands for a login once there was one.
  let secret: String?

  init(_ request: Request, from address: String?, at now: Instant, site: String) {
    self.request = request
    self.address = ClientAddress(address)
    self.origin = RequestOrigin(request, address: address)
    self.now = now
    cookie = SessionCookie(origin: site)
    secret = cookie.value(in: request)
  }

  /// A page, which gives a cookie to a browser that has none.
  func show(_ page: Page, secret: String) -> Response {
    var response = page.response
    if secret != self.secret { response.headers[.setCookie] = cookie.text(secret) }
    return response
  }
}
