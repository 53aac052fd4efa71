/// Someone who may log in.
package struct UserAccount: Sendable, Equatable {
  /// The `fhirUser`, such as `Patient/x`.
  package let reference: String
  /// The name for a person to read.
  package let name: String
  /// Whether they are locked out.
  package let isDisabled: Bool
}
