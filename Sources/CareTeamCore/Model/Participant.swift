/// Someone who takes part in a conversation.
package struct Participant: Sendable, Hashable {
  /// What they are to the patient.
  package enum Role: String, Sendable, CaseIterable {
    case patient
    case proxy
    case practitioner
    case careTeam = "care-team"
    case organization
    case other

    /// The role that a FHIR resource type speaks for.
    package init(resourceType: String) {
      switch resourceType {
      case "Patient": self = .patient
      case "RelatedPerson": self = .proxy
      case "Practitioner", "PractitionerRole": self = .practitioner
      case "CareTeam": self = .careTeam
      case "Organization", "HealthcareService": self = .organization
      default: self = .other
      }
    }

    /// Whether they are on the patient's side: the patient, or someone who writes for them.
    package var isPatientSide: Bool { self == .patient || self == .proxy }
  }

  /// Who they are on the server.
  package var reference: Reference
  /// Their name as the server gives it; the id where it gives none.
  package var name: String
  /// What they are to the patient.
  package var role: Role
  /// Whether this is the account's own user.
  package var isSelf: Bool

  /// A participant; the role follows from the resource type unless told.
  package init(reference: Reference, name: String?, role: Role? = nil, isSelf: Bool) {
    self.reference = reference
    self.name = name ?? reference.description
    self.role = role ?? Role(resourceType: reference.type)
    self.isSelf = isSelf
  }
}
