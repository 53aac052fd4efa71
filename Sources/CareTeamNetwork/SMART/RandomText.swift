import CareTeamCore

/// Text that nobody can guess, for a URL.
enum RandomText {
  /// 256 bits of the system's randomness, in 43 characters: more than the 122 bits that SMART asks of a state, and as
  /// many characters as RFC 7636 §4.1 asks of a verifier.
  static func make() -> String {
    var system = SystemRandomNumberGenerator()
    return Base64.encodeForURL((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &system) })
  }
}
