extension SearchParameter {
  /// The parameters of a type, but for those every type has (`_id`, `_lastUpdated`).
  static func all(of type: String) -> [SearchParameter] { table[type] ?? common }

  /// The parameter of a type.
  static func named(_ name: String, of type: String) -> SearchParameter? { all(of: type).first { $0.name == name } }

  /// The types with parameters of their own; the others have the common ones.
  static let table: [String: [SearchParameter]] = [
    "Communication": communication, "CommunicationRequest": communicationRequest, "Task": task,
    "Subscription": [
      .code("status", "status", of: "subscription-status"), .string("criteria", "criteria"),
      .code("type", "channel.type", of: "subscription-channel-type"),
    ],
    "CareTeam": careTeam, "DocumentReference": documentReference, "AuditEvent": auditEvent, "Binary": [],
    "Patient": person + [
      .date("birthdate", "birthDate"), .code("gender", "gender", of: "administrative-gender"),
      .reference("general-practitioner", "generalPractitioner"),
    ],
    "Practitioner": person, "RelatedPerson": person + [.patient("patient")],
  ]

  private static func patient(_ paths: String...) -> SearchParameter {
    SearchParameter("patient", .reference, paths, targets: ["Patient"])
  }

  private static let common: [SearchParameter] = [
    .token("identifier", "identifier"), .token("status", "status"), .token("code", "code"),
    .patient("subject", "patient"),
  ]

  private static let messages: [SearchParameter] = [
    .reference("based-on", "basedOn"), .token("category", "category"), .token("identifier", "identifier"),
    .token("medium", "medium"), .patient("subject"), .reference("recipient", "recipient"),
    .reference("sender", "sender"), .reference("subject", "subject"), .reference("encounter", "encounter"),
  ]

  private static let communication: [SearchParameter] =
    messages + [
      .code("status", "status", of: "event-status"), .reference("part-of", "partOf"), .date("received", "received"),
      .date("sent", "sent"),
    ]

  /// R4 has no `part-of` here, but servers' documents and clients name it; it never finds anything.
  private static let communicationRequest: [SearchParameter] =
    messages + [
      .code("status", "status", of: "request-status"), .date("authored", "authoredOn"),
      .token("group-identifier", "groupIdentifier"), .reference("part-of", "partOf"),
      .code("priority", "priority", of: "request-priority"), .reference("replaces", "replaces"),
      .reference("requester", "requester"),
    ]

  private static let task: [SearchParameter] = [
    .patient("for"), .reference("subject", "for"), .reference("owner", "owner"), .reference("focus", "focus"),
    .reference("based-on", "basedOn"), .reference("requester", "requester"), .token("code", "code"),
    .code("status", "status", of: "task-status"), .token("identifier", "identifier"), .date("modified", "lastModified"),
    .date("authored-on", "authoredOn"),
  ]

  private static let careTeam: [SearchParameter] = [
    .patient("subject"), .reference("subject", "subject"), .reference("participant", "participant.member"),
    .code("status", "status", of: "care-team-status"), .token("identifier", "identifier"),
    .token("category", "category"), .date("date", "period"),
  ]

  private static let documentReference: [SearchParameter] = [
    .patient("subject"), .reference("subject", "subject"), .date("date", "date"),
    .code("status", "status", of: "document-reference-status"), .token("type", "type"), .token("category", "category"),
    .token("identifier", "identifier", "masterIdentifier"),
  ]

  private static let auditEvent: [SearchParameter] = [
    .date("date", "recorded"), .reference("agent", "agent.who"), .reference("entity", "entity.what"),
    .patient("agent.who", "entity.what"), .code("action", "action", of: "audit-event-action"),
    .token("type", "type"), .token("subtype", "subtype"), .code("outcome", "outcome", of: "audit-event-outcome"),
  ]

  private static let person: [SearchParameter] = [
    .token("identifier", "identifier"), .string("name", "name"), .string("family", "name.family"),
    .string("given", "name.given"), .token("active", "active"), .token("telecom", "telecom"),
  ]
}
