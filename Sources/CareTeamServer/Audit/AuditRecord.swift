package import CareTeamCore

/// One thing that someone did or was refused.
package struct AuditRecord: Sendable {
  /// What kind of thing.
  enum Event: Sendable {
    /// A RESTful interaction, such as `vread`.
    case interaction(String)
    case login(LoginEvent)
  }

  /// AuditEvent.action (FHIR R4 value set audit-event-action).
  package enum Action: String, Sendable {
    case create = "C"
    case read = "R"
    case update = "U"
    case delete = "D"
    case execute = "E"
  }

  var event: Event
  var action: Action
  /// When, in milliseconds since 1970.
  var recorded: Int64
  var agent: AuditAgent
  /// What was touched, `Type/id/_history/version`, or the type that was searched.
  var entity: String?
  /// The search, without the base.
  var query: String?
  /// The patients it is about, `Patient/x`.
  var patients: [String] = []
  /// The HTTP status.
  var status: Int

  /// Something about a login or a token; `status` is the HTTP status of the answer.
  package static func login(_ event: LoginEvent, by agent: AuditAgent, status: Int, at now: Instant) -> AuditRecord {
    AuditRecord(
      event: .login(event), action: .execute, recorded: now.milliseconds, agent: agent, status: status)
  }

  /// Whether nothing was changed by it.
  var isReading: Bool {
    guard case .interaction(let name) = event else { return false }
    return action == .read || name == "search-type"
  }

  /// As a resource (FHIR R4 AuditEvent).
  func resource(id: String, lastUpdated: Instant) -> JSON {
    var event: JSON = [
      "resourceType": "AuditEvent", "id": .string(id),
      "meta": ["versionId": "1", "lastUpdated": .string(lastUpdated.fhirInstant)],
      "type": type, "subtype": [subtype],
      "action": .string(action.rawValue), "recorded": .string(Instant(milliseconds: recorded).fhirInstant),
      "outcome": .string(outcome), "outcomeDesc": .string("HTTP \(status)"), "agent": .array(agent.agents),
      "source": ["observer": ["display": "careteam"]],
    ]
    if !entities.isEmpty { event["entity"] = .array(entities) }
    return event
  }

  /// DICOM 110114 is User Authentication.
  private var type: JSON {
    switch event {
    case .interaction: ["system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest"]
    case .login: ["system": "http://dicom.nema.org/resources/ontology/DCM", "code": "110114"]
    }
  }

  private var subtype: JSON {
    switch event {
    case .interaction(let name): ["system": "http://hl7.org/fhir/restful-interaction", "code": .string(name)]
    case .login(let event): ["system": "urn:careteam:login", "code": .string(event.rawValue)]
    }
  }

  /// 0 success, 4 minor failure (the request's fault), 8 serious failure (the server's).
  private var outcome: String { status < 400 ? "0" : status < 500 ? "4" : "8" }

  private var entities: [JSON] {
    var entities: [JSON] = []
    if let entity {
      var what: JSON = ["what": entity.contains("/") ? ["reference": .string(entity)] : ["type": .string(entity)]]
      if let query { what["query"] = .string(Base64.encode(Array(query.utf8))) }
      entities.append(what)
    }
    return entities
      + patients.filter { entity?.hasPrefix($0 + "/") != true }.map { patient in
        ["what": ["reference": .string(patient)], "role": ["code": "1"]]
      }
  }
}
