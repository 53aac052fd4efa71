/// What scopes mean, for a person to read.
enum ScopeWords {
  /// What a scope about the login gives away.
  static func words(_ scope: Scopes.Login) -> (title: String, detail: String) {
    switch scope {
    case .launch, .launchPatient: ("Whom it is about", "the patient’s number at this clinic")
    case .openid, .fhirUser: ("Who you are", "your name and your number at this clinic")
    case .profile: ("Your name", "as the clinic has it")
    case .offlineAccess: ("Stay logged in", "for up to 90 days, also when you are not there")
    case .onlineAccess: ("Stay logged in", "for some hours")
    }
  }

  /// What a scope for resources allows.
  static func words(_ scope: ResourceScope) -> (title: String, detail: String) {
    (titles[scope.type] ?? scope.type, list(verbs(scope.permission)))
  }

  /// What people care for most comes first.
  private static let order = ["*", "Communication", "CommunicationRequest", "Binary", "DocumentReference", "Patient"]

  /// The place of a scope in a list for people.
  static func rank(_ scope: ResourceScope) -> Int { order.firstIndex(of: scope.type) ?? order.count }

  private static let titles = [
    "*": "Everything in the record", "Appointment": "Appointments", "AuditEvent": "The record of who saw what",
    "Binary": "Attached files", "CareTeam": "The care team", "Communication": "Messages",
    "CommunicationRequest": "Conversations", "Condition": "Diagnoses", "Device": "Devices",
    "DiagnosticReport": "Reports of tests", "DocumentReference": "Documents", "Encounter": "Visits",
    "Group": "Groups of patients", "Location": "Places of care", "MedicationRequest": "Prescriptions",
    "Observation": "Measurements and test results", "Organization": "The clinic",
    "Patient": "The patient’s name and details", "Practitioner": "The clinicians’ names",
    "PractitionerRole": "What the clinicians do", "RelatedPerson": "Relatives and carers",
    "Subscription": "News of messages", "Task": "Read receipts",
  ]

  private static func verbs(_ permission: Permission) -> [String] {
    var verbs: [String] = []
    if !permission.isDisjoint(with: [.read, .search]) { verbs.append("see") }
    if permission.contains(.create) { verbs.append("write") }
    if permission.contains(.update) { verbs.append("change") }
    if permission.contains(.delete) { verbs.append("delete") }
    return verbs
  }

  private static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
