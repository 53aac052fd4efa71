import CareTeamCore
import Foundation
import JWTKit

/// The public keys of a backend client, as far as they can check a signature here.
package struct KeySet: Sendable {
  /// The algorithms SMART asks for (SMART App Launch 2.2 §5.1.2): never `none`, never one with a shared secret.
  package static let algorithms = ["ES384", "RS384"]

  private let keys: [JWK]

  /// Reads a JSON Web Key Set (RFC 7517 §5); nil when no key in it is of use, or one is a private key.
  package init?(_ text: String) {
    guard let json = try? JSON(parsing: text), !json["keys"].isEmptyList,
      let set = try? JSONDecoder().decode(Self.Usable.self, from: Data(text.utf8))
    else { return nil }
    guard !(json["keys"]?.array ?? []).contains(where: { $0["d"] != nil || $0["k"] != nil }) else { return nil }
    keys = set.keys.filter { Self.algorithm(of: $0) != nil }
    guard !keys.isEmpty else { return nil }
  }

  /// The claims of an assertion that one of the keys has signed; nil when none has.
  func claims(of assertion: String, algorithm: String, key name: String?) async -> AssertionClaims? {
    for key in keys where Self.algorithm(of: key) == algorithm && (name == nil || key.keyIdentifier?.string == name) {
      var pinned = key
      pinned.algorithm = JWK.Algorithm(rawValue: algorithm)
      pinned.keyIdentifier = JWKIdentifier(string: name ?? "only")
      let collection = JWTKeyCollection()
      if (try? await collection.add(jwk: pinned)) != nil,
        let claims = try? await collection.verify(assertion, as: AssertionClaims.self)
      {
        return claims
      }
    }
    return nil
  }

  /// What a key is good for: P-384, or RSA of 2048 bits and more (RFC 7518 §3.3).
  private static func algorithm(of key: JWK) -> String? {
    let algorithm: String
    if key.keyType == .ecdsa, key.curve == .ecdsa(.p384) {
      algorithm = "ES384"
    } else if key.keyType == .rsa, (key.modulus.flatMap { Base64.decodeFromURL($0) }?.count ?? 0) >= 256 {
      algorithm = "RS384"
    } else {
      return nil
    }
    return key.algorithm.map { $0.rawValue == algorithm } ?? true ? algorithm : nil
  }

  /// A set may have keys of kinds that nobody here knows (RFC 7517 §5); they are passed over.
  private struct Usable: Decodable {
    struct Entry: Decodable {
      let key: JWK?

      init(from decoder: any Decoder) throws { key = try? JWK(from: decoder) }
    }

    let entries: [Entry]
    var keys: [JWK] { entries.compactMap(\.key) }

    private enum CodingKeys: String, CodingKey { case entries = "keys" }
  }
}

extension Optional<JSON> {
  fileprivate var isEmptyList: Bool { (self?.array ?? []).isEmpty }
}
