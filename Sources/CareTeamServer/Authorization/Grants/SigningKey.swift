import CareTeamCore
import CryptoExtras
import Foundation
import JWTKit

/// What identity tokens are signed with: RS256, which every OpenID client understands (OpenID Connect Core §15.1).
struct SigningKey: Sendable {
  static let algorithm = "RS256"

  private let key: _RSA.Signing.PrivateKey

  /// The key of a PEM text.
  init(pem: String) throws { key = try _RSA.Signing.PrivateKey(pemRepresentation: pem) }

  /// A new key, in PEM.
  static func newPEM() throws -> String { try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation }

  /// What names it in a key set.
  var name: String { String(Secret.hash(key.publicKey.pemRepresentation).prefix(16)) }

  /// Its public half (RFC 7517).
  func publicJWK() throws -> JSON {
    let numbers = try key.publicKey.getKeyPrimitives()
    return [
      "kty": "RSA", "use": "sig", "alg": .string(Self.algorithm), "kid": .string(name),
      "n": .string(Base64.encodeForURL(numbers.modulus)), "e": .string(Base64.encodeForURL(numbers.publicExponent)),
    ]
  }

  /// A signed token.
  func sign(_ claims: IdentityClaims) async throws -> String {
    let collection = JWTKeyCollection()
    let name = JWKIdentifier(string: name)
    await collection.add(rsa: try Insecure.RSA.PrivateKey(backing: key), digestAlgorithm: .sha256, kid: name)
    return try await collection.sign(claims, kid: name)
  }
}
