import CareTeamCore
import Crypto
import CryptoExtras

/// The private key that a clinic's program proves itself with (SMART App Launch 2.2 §5.1).
package struct BackendKey: Sendable {
  private enum Secret: Sendable {
    case elliptic(P384.Signing.PrivateKey)
    case rsa(_RSA.Signing.PrivateKey)
  }

  /// How long an assertion is good for, in seconds (SMART App Launch 2.2 §5.1.4.1: five minutes at most).
  private static let lifetime: Int64 = 300

  private let secret: Secret
  /// Which of the client's registered keys it is; nil when that was not said.
  private let name: String?

  /// Reads a key: PEM (PKCS #8, SEC 1 or PKCS #1), or a JSON Web Key of an elliptic curve.
  ///
  /// - Parameter name: the key's id at the server, for those in PEM, which have none.
  package init(_ bytes: [UInt8], name: String?) throws(SMARTError) {
    if let json = try? JSON(parsing: bytes), json.object != nil {
      let keys = json["keys"]?.array ?? [json]
      guard keys.count == 1, let key = keys.first else {
        throw .badKey("the key file has several keys; put the one to sign with into a file of its own")
      }
      self.name = name ?? key["kid"]?.string
      secret = try Self.secret(of: key)
      return
    }
    self.name = name
    let text = String(decoding: bytes, as: UTF8.self)
    guard !text.contains("ENCRYPTED") else {
      throw .badKey("the key file is locked with a passphrase, which cron cannot type; use one without, of mode 0600")
    }
    if let key = try? P384.Signing.PrivateKey(pemRepresentation: text) {
      secret = .elliptic(key)
    } else if let key = try? _RSA.Signing.PrivateKey(pemRepresentation: text) {
      secret = .rsa(key)
    } else {
      throw .badKey(
        "the key file has no private key that careteam signs with; make one on the curve P-384 "
          + "(‘openssl ecparam -name secp384r1 -genkey -noout’) or RSA of 2048 bits or more, in PEM")
    }
  }

  /// The name of the way it signs (RFC 7518 §3.1).
  package var algorithm: String {
    switch secret {
    case .elliptic: "ES384"
    case .rsa: "RS384"
    }
  }

  /// What a client says of itself, signed (RFC 7523 §3).
  func assertion(for client: String, audience: String, at now: Instant) throws(SMARTError) -> String {
    var header: JSON = ["alg": .string(algorithm), "typ": "JWT"]
    if let name { header["kid"] = .string(name) }
    let claims: JSON = [
      "iss": .string(client), "sub": .string(client), "aud": .string(audience), "jti": .string(RandomText.make()),
      "iat": JSON(Int(now.seconds)), "exp": JSON(Int(now.seconds + Self.lifetime)),
    ]
    let text = Base64.encodeForURL(header.bytes()) + "." + Base64.encodeForURL(claims.bytes())
    return text + "." + Base64.encodeForURL(try signature(of: Array(text.utf8)))
  }

  private func signature(of bytes: [UInt8]) throws(SMARTError) -> [UInt8] {
    do {
      switch secret {
      // RFC 7518 §3.4: the two numbers one after the other, which is what CryptoKit calls raw.
      case .elliptic(let key): return Array(try key.signature(for: bytes).rawRepresentation)
      // RFC 7518 §3.3: RS384 is PKCS #1 v1.5, whatever else is thought of that.
      case .rsa(let key):
        return Array(
          try key.signature(for: SHA384.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation)
      }
    } catch {
      throw .badKey("the key cannot sign; make a new one and have it registered")
    }
  }

  private static func secret(of key: JSON) throws(SMARTError) -> Secret {
    guard key["kty"]?.string == "EC", key["crv"]?.string == "P-384",
      let bytes = key["d"]?.string.flatMap({ Base64.decodeFromURL($0) }),
      let secret = try? P384.Signing.PrivateKey(rawRepresentation: bytes)
    else { throw .badKey("the key file's JSON is no private key on the curve P-384; give an RSA key as PEM") }
    return .elliptic(secret)
  }
}
