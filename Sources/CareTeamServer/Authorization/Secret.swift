import CareTeamCore
import Crypto

/// Texts that nobody can guess: codes, tokens, cookies. Only their hash is kept.
enum Secret {
  /// 256 random bits of the system's generator, in the alphabet of URLs.
  static func random() -> String { Base64.encodeForURL((0..<32).map { _ in UInt8.random(in: .min ... .max) }) }

  /// What is stored in place of a secret: its SHA-256 in hex.
  static func hash(_ secret: String) -> String {
    SHA256.hash(data: Array(secret.utf8)).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }

  /// Whether two texts are the same, in a time that does not tell where they differ.
  static func areEqual(_ left: String, _ right: String) -> Bool {
    SymmetricKey(data: Array(left.utf8)) == SymmetricKey(data: Array(right.utf8))
  }
}
