import CareTeamCore

/// What the server makes of a resource before it keeps it.
extension ResourceWriter {
  /// The same with references to this server in their relative form: who may see it is found by them.
  func relative(_ value: JSON) -> JSON {
    switch value {
    case .array(let values): return .array(values.map(relative))
    case .object(let object):
      return .object(
        JSONObject(
          object.members.map { key, member in
            guard key == "reference", let text = member.string, text.hasPrefix(base + "/") else {
              return (key, relative(member))
            }
            return (key, .string(String(text.dropFirst(base.utf8.count + 1))))
          }))
    default: return value
    }
  }

  /// A new resource with what the server adds: when it was sent, what people are called, and that a subscription is on.
  func completed(_ resource: JSON, type: String) throws -> JSON {
    var resource = resource
    switch type {
    case "Communication":
      resource["sent"] = .string(past(resource["sent"]))
      // Who writes a message is not who says that it was received.
      let isRecipient = (resource["recipient"]?.array ?? []).contains { isSelf($0) }
      if isOfUser, !isRecipient { resource["received"] = nil }
    case "CommunicationRequest":
      if let authored = resource["authoredOn"] { resource["authoredOn"] = .string(past(authored)) }
    case "Subscription":
      if resource["status"] == "requested", resource["channel"]?["type"] == "websocket" {
        resource["status"] = "active"
      }
    default: break
    }
    return try named(resource, type: type)
  }

  /// Whether it is a person or their program who writes, and not the clinic itself.
  private var isOfUser: Bool { principal.role != .system && principal.role != .service }

  private func isSelf(_ value: JSON) -> Bool { value["reference"]?.string == principal.reference }

  /// When something was sent: nothing was later than now, or it would stay on top of every list.
  private func past(_ value: JSON?) -> String {
    let now = Instant(milliseconds: stamp)
    guard isOfUser || value == nil else { return value?.string ?? now.fhirInstant }
    guard let text = value?.string, let said = Instant(fhir: text), said <= now else { return now.fhirInstant }
    return text
  }

  /// People by the names that the clinic has for them: a display is read as a name, and must not make anyone another.
  func named(_ resource: JSON, type: String) throws -> JSON {
    guard isOfUser, ["Communication", "CommunicationRequest"].contains(type) else { return resource }
    var resource = resource
    for member in ["subject", "sender", "requester"] {
      if let person = resource[member] { resource[member] = try named(person) }
    }
    if let recipients = resource["recipient"] { resource["recipient"] = .array(try recipients.array.map(named)) }
    return resource
  }

  private func named(_ person: JSON) throws -> JSON {
    guard person["display"] != nil, let text = person["reference"]?.string, let reference = Reference(text, base: base)
    else { return person }
    var person = person
    let stored = try reader.find(reference.type, reference.id).flatMap { $0.isDeleted ? nil : try $0.json() }
    person["display"] = stored.flatMap { Resource($0).humanName }.map(JSON.string)
    return person
  }
}
