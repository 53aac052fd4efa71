import CareTeamCore
import Crypto
import Foundation

/// Tokens that are not this server's, or no longer good.
enum MatrixToken {
  private static func encoded(_ value: JSON) -> String {
    Data(value.bytes()).base64EncodedString().replacing("=", with: "").replacing("+", with: "-").replacing(
      "/", with: "_")
  }

  private static func claims(_ audience: String) -> JSON {
    [
      "iss": "http://127.0.0.1", "sub": "Patient/a", "aud": .string(audience), "exp": 4_102_444_800,
      "scope": "patient/*.cruds", "patient": "a",
    ]
  }

  /// A JWT that says it needs no signature (RFC 8725 §3.1).
  static let algorithmNone =
    encoded(["alg": "none", "typ": "JWT"]) + "." + encoded(claims("http://127.0.0.1/fhir")) + "."

  /// A signed JWT for another server.
  static let otherAudience: String = {
    let text = encoded(["alg": "HS256", "typ": "JWT"]) + "." + encoded(claims("https://other.example/fhir"))
    let mark = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(size: .bits256))
    return text + "." + Data(mark).base64EncodedString().replacing("=", with: "")
  }()

  /// What the server keeps of the first actor's token: it must not do as the token.
  static let hash = SHA256.hash(data: Data("token-0".utf8)).map { byte in
    String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
  }.joined()
}
