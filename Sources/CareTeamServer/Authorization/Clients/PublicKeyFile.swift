import CareTeamCore
import Crypto
import CryptoExtras

/// What an administrator has of a backend's public keys: a JSON Web Key Set, or one key in PEM as openssl prints it.
package enum PublicKeyFile {
  /// The key set of a file's text.
  ///
  /// - Returns: a JSON Web Key Set (RFC 7517 §5) as it is, or one made of the key in PEM (SubjectPublicKeyInfo, RFC 7468
  ///   §13); nil when there is no public key of use in it, or a private one.
  package static func keySet(_ text: String) -> String? {
    let set = key(pem: text).map { key in (["keys": [key]] as JSON).text() } ?? text
    return KeySet(set) == nil ? nil : set
  }

  /// Whether it is a private key in PEM, which is nothing to hand to a server.
  package static func isPrivate(_ text: String) -> Bool { text.contains("PRIVATE KEY-----") }

  private static func key(pem text: String) -> JSON? {
    guard text.contains("-----BEGIN"), !isPrivate(text) else { return nil }
    if let key = try? P384.Signing.PublicKey(pemRepresentation: text) {
      let bytes = Array(key.rawRepresentation)
      let half = bytes.count / 2
      return [
        "kty": "EC", "crv": "P-384", "x": .string(Base64.encodeForURL(Array(bytes[..<half]))),
        "y": .string(Base64.encodeForURL(Array(bytes[half...]))),
      ]
    }
    guard let key = try? _RSA.Signing.PublicKey(pemRepresentation: text), let numbers = try? key.getKeyPrimitives()
    else { return nil }
    return [
      "kty": "RSA", "n": .string(Base64.encodeForURL(Array(numbers.modulus))),
      "e": .string(Base64.encodeForURL(Array(numbers.publicExponent))),
    ]
  }
}
