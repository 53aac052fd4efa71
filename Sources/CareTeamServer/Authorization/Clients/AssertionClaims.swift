import JWTKit

/// What a backend says of itself with its key's signature (RFC 7523 §3, SMART App Launch 2.2 §5.1.4).
struct AssertionClaims: JWTPayload {
  var iss: String
  var sub: String
  var aud: [String]
  var exp: Double
  var nbf: Double?
  var iat: Double?
  var jti: String

  private enum Name: String, CodingKey { case iss, sub, aud, exp, nbf, iat, jti }

  /// `aud` is a text or a list of them (RFC 7519 §4.1.3).
  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Name.self)
    iss = try values.decode(String.self, forKey: .iss)
    sub = try values.decode(String.self, forKey: .sub)
    jti = try values.decode(String.self, forKey: .jti)
    exp = try values.decode(Double.self, forKey: .exp)
    nbf = try values.decodeIfPresent(Double.self, forKey: .nbf)
    iat = try values.decodeIfPresent(Double.self, forKey: .iat)
    if let one = try? values.decode(String.self, forKey: .aud) {
      aud = [one]
    } else {
      aud = try values.decode([String].self, forKey: .aud)
    }
  }

  /// The times are held against the server's clock by `ClientAssertion`.
  func verify(using algorithm: some JWTAlgorithm) async throws {}
}
