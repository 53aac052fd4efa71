import CareTeamCore

/// Who may see a resource, worked out when it is written: the patients whose compartment it lies in (FHIR R4,
/// CompartmentDefinition patient), the user who owns it, everyone who is logged in, or the auditors.
enum Audience {
  /// Every logged-in user: the directory of the clinic.
  static let everyone = "*"
  /// Auditors only.
  static let auditors = "audit"

  /// Types about the clinic rather than about a patient.
  static let directory: Set<String> = [
    "Practitioner", "PractitionerRole", "Organization", "OrganizationAffiliation", "Location", "HealthcareService",
    "Endpoint", "ValueSet", "CodeSystem", "ConceptMap", "NamingSystem", "StructureDefinition", "SearchParameter",
    "CapabilityStatement", "OperationDefinition", "CompartmentDefinition", "Questionnaire", "Medication", "Substance",
    "ActivityDefinition", "PlanDefinition", "Library", "Measure",
  ]

  /// The user of a reference alone. `Patient/x` without more is everybody to whom that patient's records are open.
  static func only(_ user: String) -> String { "=" + user }

  /// Types that only their owner sees, and a Binary whoever sees its context.
  static let personal: Set<String> = ["Subscription", "Binary"]

  /// The audiences of a resource; `owner` is who created it, `context` the audiences its security context lends it.
  static func of(_ resource: JSON, type: String, id: String, owner: String, context: Set<String> = []) -> Set<String> {
    if type == "AuditEvent" { return [auditors] }
    if directory.contains(type) { return [everyone] }
    if type == "Subscription" { return [only(owner)] }
    if personal.contains(type) { return context.union([owner]) }
    var audience: Set<String> = type == "Patient" ? ["Patient/" + id] : []
    for path in paths(of: type) {
      for reference in JSONPath.values(path, in: resource) {
        guard let target = reference["reference"]?.string.flatMap(Reference.init) else { continue }
        if target.type == "Patient" || (type == "Task" && path == "owner") { audience.insert(target.text) }
      }
    }
    return audience.isEmpty ? [owner] : audience
  }

  private static func paths(of type: String) -> [String] {
    switch type {
    case "Communication": ["subject", "sender", "recipient"]
    case "CommunicationRequest": ["subject", "sender", "recipient", "requester"]
    case "CareTeam": ["subject", "participant.member"]
    case "Task": ["for", "owner"]
    default: ["subject", "patient", "for", "beneficiary", "individual"]
    }
  }
}
