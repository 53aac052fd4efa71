/// Who is logged in, whose records they may see, and what their token leaves of that.
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
    /// A program of the clinic without a user: sees and writes, as itself, what its `system/` scopes name.
    case service
    /// The server's own administrator: sees and writes everything but the audit trail.
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
  /// What the token was granted; nil is all that the user may, for standing tokens.
  package let scopes: Scopes?
  /// The id of the patient the token is for, whom its `patient/` scopes are limited to.
  package let patient: String?
  /// The client the token was given to.
  package let client: String?
  /// The hash of the token; nil for a principal that came without one.
  let credential: String?
  /// The audiences this user belongs to; nil means everything.
  let audiences: Set<String>?

  /// A user, with what their token was granted.
  package init(
    reference: String, name: String, role: Role, patients: [String], scopes: Scopes? = nil, patient: String? = nil,
    client: String? = nil, credential: String? = nil
  ) {
    self.reference = reference
    self.name = name
    self.role = role
    self.patients = patients
    self.scopes = scopes
    let patient = patient.map { $0.hasPrefix("Patient/") ? String($0.dropFirst("Patient/".count)) : $0 }
    self.patient = patient ?? (role == .patient ? patients.first : nil)
    self.client = client
    self.credential = credential
    switch role {
    case .system, .service: audiences = nil
    case .auditor: audiences = [Audience.auditors]
    case .patient, .proxy, .practitioner:
      audiences = Set(patients.map { "Patient/" + $0 }).union([Audience.everyone, reference, Audience.only(reference)])
    }
  }

  /// The server itself, as an administrator or the demonstration acts.
  package static let system = Principal(reference: "Device/careteam", name: "careteam", role: .system, patients: [])

  /// Whether this patient's compartment is open to the user, whatever the token.
  func sees(patient reference: String) -> Bool {
    role == .system || role == .service || patients.contains { "Patient/" + $0 == reference }
  }
}
