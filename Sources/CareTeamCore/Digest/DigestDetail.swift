/// How much a digest says.
package enum DigestDetail: String, Sendable, CaseIterable {
  /// Numbers only: no names, no subjects and no types, since a specialty alone gives a condition away.
  case counts
  /// Who wrote, and about what.
  case subjects
  /// The messages themselves.
  case full
}
