import JWTKit

/// What an identity token says (OpenID Connect Core §2, SMART App Launch 2.2 §4.1).
struct IdentityClaims: JWTPayload {
  var iss: String
  var sub: String
  var aud: String
  var exp: Int64
  var iat: Int64
  var authTime: Int64
  var nonce: String?
  var name: String?
  var fhirUser: String?

  private enum CodingKeys: String, CodingKey {
    case iss, sub, aud, exp, iat, nonce, name, fhirUser
    case authTime = "auth_time"
  }

  /// Nobody here reads one.
  func verify(using algorithm: some JWTAlgorithm) async throws {}
}
