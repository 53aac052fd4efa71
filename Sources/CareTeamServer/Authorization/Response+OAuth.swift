import CareTeamCore
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
  /// An answer of an endpoint for clients, which nobody may keep (RFC 6749 §5.1).
  init(oauth document: JSON, status: Int = 200) {
    self.init(status: .init(code: status), body: ResponseBody(byteBuffer: ByteBuffer(bytes: document.bytes())))
    headers[.contentType] = "application/json"
    headers[.cacheControl] = "no-store"
    headers[.pragma] = "no-cache"
  }

  /// Sends a browser on with a GET (RFC 9110 §15.4.4).
  static func seeOther(_ address: String) -> Response {
    var response = Response(status: .seeOther)
    response.headers[.location] = address
    response.headers[.cacheControl] = "no-store"
    response.headers[.referrerPolicy] = "no-referrer"
    return response
  }
}

extension HTTPField.Name {
  static let pragma = constant("Pragma")
  static let referrerPolicy = constant("Referrer-Policy")
  static let frameOptions = constant("X-Frame-Options")

  /// The names above are tokens, so that the other branch is never taken.
  private static func constant(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .contentType }
}
