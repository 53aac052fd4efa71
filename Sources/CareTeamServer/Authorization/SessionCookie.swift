import HTTPTypes
import Hummingbird

/// The cookie of a browser: no script reads it, no other site sends it along with a form, and it ends with the browser.
struct SessionCookie: Sendable {
  /// With TLS a name that browsers let only this host set (RFC 6265bis §4.1.3.2). Cookies do not know ports, so on
  /// loopback the port is in the name.
  let name: String
  private let attributes: String

  init(origin: String) {
    if origin.hasPrefix("https:") {
      name = "__Host-careteam"
      attributes = "; Path=/; Secure; HttpOnly; SameSite=Lax"
    } else {
      name = "careteam-" + (origin.split(separator: ":").last.map { $0.filter(\.isNumber) } ?? "")
      attributes = "; Path=/auth; HttpOnly; SameSite=Lax"
    }
  }

  /// What a request brings; nil for what cannot be one.
  func value(in request: Request) -> String? {
    for field in request.headers[values: .cookie] {
      for pair in field.split(separator: ";") {
        let pair = pair.drop { $0 == " " }
        guard pair.hasPrefix(name + "=") else { continue }
        let value = String(pair.dropFirst(name.count + 1))
        return value.utf8.count == 43 ? value : nil
      }
    }
    return nil
  }

  /// What sets it.
  func text(_ secret: String) -> String { "\(name)=\(secret)\(attributes)" }

  /// What takes it away.
  var removal: String { "\(name)=; Max-Age=0\(attributes)" }
}
