import CareTeamCore
import Crypto

/// What proves that whoever takes the token is whoever asked for it (PKCE, RFC 7636), so that a code which is seen on its
/// way is worth nothing.
package struct ProofKey: Sendable, Equatable {
  /// What is shown with the code.
  package let verifier: String

  /// A new one.
  package init() { verifier = RandomText.make() }

  /// One with this verifier.
  init(verifier: String) { self.verifier = verifier }

  /// What is shown beforehand: the verifier's SHA-256 (RFC 7636 §4.2, `S256`).
  package var challenge: String { Base64.encodeForURL(SHA256.hash(data: Array(verifier.utf8))) }
}
