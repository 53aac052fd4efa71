package import CareTeamCore

/// An audit event as it is printed: who did what to what, from where, and whether they were let. Of a search only the names
/// of its parameters are there, as the values may be health information.
package struct AuditEntry: Sendable, Equatable {
  /// Whether it was done.
  package enum Outcome: String, Sendable, CaseIterable {
    case done, refused, failed
  }

  /// AuditEvent.id.
  package var id: String
  /// When, as the event says.
  package var at: String
  /// Whether it was done.
  package var outcome: Outcome
  /// The interaction, such as `vread`, or what was done about a login, such as `refresh`.
  package var action: String
  /// The `fhirUser`; nil for someone who was not logged in.
  package var user: String?
  /// The id of the client.
  package var client: String?
  /// The address it came from.
  package var address: String?
  /// What the program called itself.
  package var userAgent: String?
  /// `Type/id/_history/version`, or the type that was searched.
  package var resource: String?
  /// The ids of the patients it is about.
  package var patients: [String]
  /// The names of a search's parameters.
  package var parameters: [String]
  /// The HTTP status.
  package var status: Int?

  /// Reads an AuditEvent of this server.
  package init(_ event: JSON) {
    let agents = event["agent"]?.array ?? []
    let entities = event["entity"]?.array ?? []
    let program = agents.first { $0["requestor"] == false }
    id = event["id"]?.string ?? ""
    at = event["recorded"]?.string ?? ""
    outcome = event["outcome"]?.string == "0" ? .done : event["outcome"]?.string == "4" ? .refused : .failed
    action = event["subtype"]?[0]?["code"]?.string ?? ""
    user = agents.first?["who"]?["reference"]?.string
    client = program?["altId"]?.string
    address = agents.first?["network"]?["address"]?.string
    userAgent = program?["name"]?.string
    let what = entities.first { $0["role"]?["code"] != "1" }
    resource = what?["what"]?["reference"]?.string ?? what?["what"]?["type"]?.string
    patients = entities.compactMap { Self.patient($0["what"]?["reference"]?.string) }.reduce(into: []) { list, id in
      if !list.contains(id) { list.append(id) }
    }
    parameters = Self.parameters(what?["query"]?.string)
    status = event["outcomeDesc"]?.string.flatMap { Int($0.dropFirst("HTTP ".count)) }
  }

  /// The columns of TSV; new ones come last.
  package static let columns = [
    "at", "outcome", "action", "user", "resource", "patients", "client", "address", "userAgent", "status", "parameters",
    "id",
  ]

  /// The fields of a line of TSV.
  package var fields: [String] {
    [
      at, outcome.rawValue, action, user ?? "", resource ?? "", patients.joined(separator: ","), client ?? "",
      address ?? "", userAgent ?? "", status.map(String.init) ?? "", parameters.joined(separator: ","), id,
    ]
  }

  /// As JSON, with every member there.
  package var json: JSON {
    func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
    return [
      "action": .string(action), "address": text(address), "at": .string(at), "client": text(client),
      "id": .string(id), "outcome": .string(outcome.rawValue), "parameters": .array(parameters.map(JSON.string)),
      "patients": .array(patients.map(JSON.string)), "resource": text(resource),
      "status": status.map { JSON($0) } ?? .null,
      "user": text(user), "userAgent": text(userAgent),
    ]
  }

  private static func patient(_ reference: String?) -> String? {
    reference.flatMap { Reference($0) }.flatMap { $0.type == "Patient" ? $0.id : nil }
  }

  /// The names in `Type?name=value&…`, which is in base64.
  private static func parameters(_ query: String?) -> [String] {
    guard let bytes = query.flatMap(Base64.decode) else { return [] }
    let sides = String(decoding: bytes, as: UTF8.self).split(separator: "?", maxSplits: 1)
    guard sides.count == 2, let form = try? FormQuery(parsing: String(sides[1])) else { return [] }
    return form.pairs.map(\.name)
  }
}
