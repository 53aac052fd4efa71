/// Who is logged in, and whose records they may see.
package struct Principal: Sendable, Equatable {
  /// What a user is to the clinic.
  package enum Role: String, Sendable {
    /// Sees their own compartment.
    case patient
    /// A RelatedPerson who acts for a patient, and sees that patient's compartment.
    case proxy
    /// Sees the patients whose active care team lists them, or whose general practitioner they are.
    case practitioner
    /// Reads audit events and nothing of any patient.
    case auditor
    /// The server's own administrator: sees and writes everything.
    case system
  }

  /// The `fhirUser`, such as `Patient/x`.
  package let reference: String
  /// The name for a person to read.
  package let name: String
  /// What the user is to the clinic.
  package let role: Role
  /// The ids of the patients whose compartments are open to the user.
  package let patients: [String]
  /// The audiences this user belongs to; nil means everything.
  let audiences: Set<String>?

  /// A user.
  package init(reference: String, name: String, role: Role, patients: [String]) {
    self.reference = reference
    self.name = name
    self.role = role
    self.patients = patients
    var audiences: Set<String> = [Audience.everyone, reference]
    for patient in patients { audiences.insert("Patient/" + patient) }
    if role == .auditor { audiences.insert(Audience.auditors) }
    self.audiences = role == .system ? nil : audiences
  }

  /// The server itself, as an administrator or the demonstration acts.
  package static let system = Principal(reference: "Device/careteam", name: "careteam", role: .system, patients: [])

  /// Whether a resource with these audiences may be seen.
  func isAmong(_ audience: Set<String>) -> Bool {
    guard let audiences else { return true }
    return !audiences.isDisjoint(with: audience)
  }

  /// Whether this patient's compartment is open to the user.
  func sees(patient reference: String) -> Bool {
    role == .system || patients.contains { "Patient/" + $0 == reference }
  }
}
