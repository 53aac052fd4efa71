import CareTeamCore

/// Something that keeps secrets: the keyring, programs of the user's, or files.
///
/// A secret is text; what is none is kept in Base64, so that every keeper can have it and a person can copy it.
protocol SecretKeeper: Sendable {
  /// A secret; nil when it is known not to be there, never when that could not be found out.
  func read(_ name: SecretName) throws(CareTeamError) -> [UInt8]?

  /// Sees that a secret could be kept now, without touching the one before.
  func prepare(_ name: SecretName) throws(CareTeamError)

  /// Keeps a secret in place of the one before.
  func write(_ bytes: [UInt8], _ name: SecretName) throws(CareTeamError)

  /// Forgets a secret, whether there was one or not.
  func remove(_ name: SecretName) throws(CareTeamError)
}
