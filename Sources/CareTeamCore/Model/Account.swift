/// Whose mailbox this is, and on which server.
package struct Account: Sendable, Equatable {
  /// The name the user gave it; `default` for the first.
  package var name: String
  /// The server's FHIR base URL, without a slash at the end.
  package var server: String
  /// Who is logged in (SMART's `fhirUser`).
  package var user: Reference
  /// Their name.
  package var userName: String?
  /// The patient the login is for; nil for a practitioner, who has many.
  package var patient: Reference?
  /// The dialect chosen for the server.
  package var dialect: String
  /// Where the access token is kept, and the mailbox's key.
  package var tokenPlace: SecretPlace

  /// An account.
  package init(
    name: String, server: String, user: Reference, userName: String?, patient: Reference?, dialect: String,
    tokenPlace: SecretPlace
  ) {
    self.name = name
    self.server = server
    self.user = user
    self.userName = userName
    self.patient = patient
    self.dialect = dialect
    self.tokenPlace = tokenPlace
  }

  /// Whether somebody acts for a patient who is someone else: a relative, or another patient.
  package var isProxy: Bool {
    guard let patient else { return false }
    return user.type == "RelatedPerson" || user.type == "Patient" && user != patient
  }
}
