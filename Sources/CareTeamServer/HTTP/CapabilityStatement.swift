import CareTeamCore

/// What the server can do, from the same tables that do it (FHIR R4 CapabilityStatement).
struct CapabilityStatement {
  let configuration: FHIRServerConfiguration

  var resource: JSON {
    var rest: JSON = [
      "mode": "server",
      "security": security,
      "resource": .array(ResourceTypes.names.map(entry)),
      "interaction": [["code": "transaction"], ["code": "batch"]],
    ]
    if let url = configuration.liveURL {
      rest["extension"] = [
        [
          "url": "http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket", "valueUri": .string(url),
        ]
      ]
    }
    return [
      "resourceType": "CapabilityStatement", "status": "active", "date": "2026-11-23", "kind": "instance",
      "software": ["name": "careteam"],
      "implementation": ["description": "careteam messaging server", "url": .string(configuration.base)],
      "fhirVersion": "4.0.1", "format": ["json"], "patchFormat": ["application/json-patch+json"], "rest": [rest],
    ]
  }

  /// Where to log in, for clients that look here rather than at SMART discovery (SMART App Launch 1.0).
  private var security: JSON {
    let endpoints: [(String, AuthorizationEndpoint)] = [
      ("authorize", .authorize), ("token", .token), ("revoke", .revoke),
    ]
    return [
      "extension": [
        [
          "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
          "extension": .array(
            endpoints.map { ["url": .string($0), "valueUri": .string(configuration.origin + $1.rawValue)] }),
        ]
      ],
      "service": [
        [
          "coding": [
            [
              "system": "http://terminology.hl7.org/CodeSystem/restful-security-service", "code": "SMART-on-FHIR",
              "display": "SMART-on-FHIR",
            ]
          ],
          "text": "OAuth 2 with SMART App Launch",
        ]
      ],
      "description": "A bearer token (RFC 6750) for everything but this and SMART discovery.",
    ]
  }

  private func entry(_ type: String) -> JSON {
    var entry: JSON = [
      "type": .string(type), "interaction": .array(interactions(type).map { ["code": .string($0)] }),
      "versioning": "versioned", "readHistory": true, "updateCreate": .bool(type != "AuditEvent"),
      "conditionalCreate": .bool(!["AuditEvent", "Binary"].contains(type)), "conditionalUpdate": false,
      "conditionalDelete": "not-supported",
      "searchParam": .array(parameters(type)),
    ]
    let includes = SearchParameter.all(of: type).filter { $0.kind == .reference }
    if !includes.isEmpty { entry["searchInclude"] = .array(includes.map { .string("\(type):\($0.name)") }) }
    let reverse = Self.reverseIncludes[type, default: []]
    if !reverse.isEmpty { entry["searchRevInclude"] = .array(reverse.map(JSON.string)) }
    let operations = configuration.operations.filter { $0.type == type }
    if !operations.isEmpty {
      entry["operation"] = .array(
        operations.map { ["name": .string($0.name), "definition": .string("urn:careteam:operation:\($0.name)")] })
    }
    return entry
  }

  /// What leads to each type; a parameter that may lead to any is named with the types that have parameters of their own.
  private static let reverseIncludes: [String: [String]] = {
    var includes: [String: [String]] = [:]
    for source in ResourceTypes.names {
      for parameter in SearchParameter.all(of: source) where parameter.kind == .reference {
        let targets = parameter.targets.isEmpty ? Set(SearchParameter.table.keys) : parameter.targets
        for target in targets { includes[target, default: []].append("\(source):\(parameter.name)") }
      }
    }
    return includes
  }()

  private func interactions(_ type: String) -> [String] {
    let reading = ["read", "vread", "history-instance", "search-type"]
    switch type {
    case "AuditEvent": return reading
    case "Binary": return reading + ["create", "update", "delete"]
    default: return reading + ["create", "update", "patch", "delete"]
    }
  }

  private func parameters(_ type: String) -> [JSON] {
    let own = SearchParameter.all(of: type).map { ($0.name, $0.kind.rawValue) }
    return ([("_id", "token"), ("_lastUpdated", "date")] + own).map { name, kind in
      ["name": .string(name), "type": .string(kind)]
    }
  }
}
