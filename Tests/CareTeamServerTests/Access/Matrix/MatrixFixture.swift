import CareTeamCore

/// A type's resource in the records of one patient, whose owner and sender that patient is.
struct MatrixFixture: Sendable {
  var type: String
  /// The patient: `a` or `b`.
  var about: String
  var id: String
  /// One that may be deleted.
  var victim: String
  /// As it lies on the server.
  var stored: JSON = .null

  init(_ type: String, about: String) {
    self.type = type
    self.about = about
    id = type == "Patient" ? about : "m" + about
    victim = "v" + about
  }

  /// Types that everybody who is logged in may look up.
  static let directory: Set<String> = [
    "Practitioner", "PractitionerRole", "Organization", "OrganizationAffiliation", "Location", "HealthcareService",
    "Endpoint", "ValueSet", "CodeSystem", "ConceptMap", "NamingSystem", "StructureDefinition", "SearchParameter",
    "CapabilityStatement", "OperationDefinition", "CompartmentDefinition", "Questionnaire", "Medication", "Substance",
    "ActivityDefinition", "PlanDefinition", "Library", "Measure",
  ]

  /// Types that only the clinic writes.
  static let administrative = directory.union(["Patient", "CareTeam", "RelatedPerson"])

  /// Types with rules of their own, and one each of those that have none.
  static let distinct = [
    "Patient", "Practitioner", "RelatedPerson", "CareTeam", "CommunicationRequest", "Communication", "Task", "Binary",
    "Subscription", "AuditEvent", "DocumentReference", "Observation", "Questionnaire",
  ]

  /// A resource of the type about the patient, by someone.
  func created(by user: String, id: String?) -> JSON {
    let patient: JSON = ["reference": .string("Patient/\(about)")]
    var resource: JSON = ["resourceType": .string(type)]
    if let id { resource["id"] = .string(id) }
    switch type {
    case "Patient", "Binary", "AuditEvent": break
    case _ where Self.directory.contains(type): break
    case "RelatedPerson": resource["patient"] = patient
    case "Subscription":
      resource["status"] = "active"
      resource["criteria"] = "Communication?"
      resource["channel"] = ["type": "websocket"]
    case "Task":
      resource["status"] = "requested"
      resource["for"] = patient
      resource["owner"] = ["reference": .string(user)]
    case "Communication", "CommunicationRequest":
      resource["status"] = type == "Communication" ? "completed" : "active"
      resource["subject"] = patient
      resource["sender"] = ["reference": .string(user)]
      resource["recipient"] = [["reference": .string(about == "a" ? "Practitioner/lee" : "Practitioner/kim")]]
    default: resource["subject"] = patient
    }
    return resource
  }

  func has(_ interaction: MatrixRequest.Interaction) -> Bool {
    switch interaction {
    case .include, .revinclude:
      !["Patient", "Practitioner", "Binary", "Subscription", "AuditEvent"].contains(type)
        && !Self.directory.contains(type)
    case .operation: type == "Subscription"
    default: true
    }
  }
}
