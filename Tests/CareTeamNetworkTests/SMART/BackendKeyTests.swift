import CareTeamCore
import Crypto
import CryptoExtras
import Testing

@testable import CareTeamNetwork

struct BackendKeyTests {
  private let now = Instant(seconds: 1_000_000_000)

  private func parts(_ assertion: String) throws -> (header: JSON, claims: JSON, signed: [UInt8], signature: [UInt8]) {
    let parts = assertion.split(separator: ".")
    try #require(parts.count == 3)
    return (
      try JSON(parsing: try #require(Base64.decodeFromURL(parts[0]))),
      try JSON(parsing: try #require(Base64.decodeFromURL(parts[1]))),
      Array((parts[0] + "." + parts[1]).utf8), try #require(Base64.decodeFromURL(parts[2]))
    )
  }

  @Test func `an elliptic key signs for five minutes, to one address, with a name of its own each time`() throws {
    let secret = P384.Signing.PrivateKey()
    let key = try BackendKey(Array(secret.pemRepresentation.utf8), name: "k1")
    let text = try key.assertion(for: "clinic", audience: "https://login.example/token", at: now)
    let (header, claims, signed, signature) = try parts(text)
    #expect(header["alg"] == "ES384" && header["kid"] == "k1")
    #expect(claims["iss"] == "clinic" && claims["sub"] == "clinic" && claims["aud"] == "https://login.example/token")
    #expect(claims["exp"]?.int == 1_000_000_300)
    let proof = try P384.Signing.ECDSASignature(rawRepresentation: signature)
    #expect(secret.publicKey.isValidSignature(proof, for: signed))
    let other = try key.assertion(for: "clinic", audience: "https://login.example/token", at: now)
    #expect(try parts(other).claims["jti"] != claims["jti"])
  }

  @Test func `an RSA key signs as RS384`() throws {
    let secret = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    for pem in [secret.pemRepresentation, secret.pkcs8PEMRepresentation] {
      let key = try BackendKey(Array(pem.utf8), name: nil)
      let (header, _, signed, signature) = try parts(try key.assertion(for: "clinic", audience: "x", at: now))
      #expect(header["alg"] == "RS384" && header["kid"] == nil)
      let proof = _RSA.Signing.RSASignature(rawRepresentation: signature)
      #expect(secret.publicKey.isValidSignature(proof, for: SHA384.hash(data: signed), padding: .insecurePKCS1v1_5))
    }
  }

  @Test func `a JSON Web Key names itself`() throws {
    let secret = P384.Signing.PrivateKey()
    let jwk: JSON = [
      "kty": "EC", "crv": "P-384", "kid": "k2", "d": .string(Base64.encodeForURL(Array(secret.rawRepresentation))),
    ]
    for text in [jwk, ["keys": [jwk]]] as [JSON] {
      let key = try BackendKey(text.bytes(), name: nil)
      let (header, _, signed, signature) = try parts(try key.assertion(for: "clinic", audience: "x", at: now))
      #expect(header["kid"] == "k2")
      #expect(
        secret.publicKey.isValidSignature(try P384.Signing.ECDSASignature(rawRepresentation: signature), for: signed))
    }
  }

  @Test(arguments: [
    "", "no key", "{}", "{\"keys\":[{},{}]}", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"AA\"}",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----\n",
  ])
  func `what cannot sign is refused`(text: String) {
    #expect(throws: SMARTError.self) { try BackendKey(Array(text.utf8), name: nil) }
  }
}
