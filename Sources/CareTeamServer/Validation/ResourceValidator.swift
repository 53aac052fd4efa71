import CareTeamCore

/// Checks what every stored resource must hold to; members of the types that are not in `Elements` are kept as they are.
enum ResourceValidator {
  private static let requestStatuses: Set<String> = [
    "draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown",
  ]
  private static let eventStatuses: Set<String> = [
    "preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown",
  ]
  private static let taskStatuses: Set<String> = [
    "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress", "on-hold", "failed",
    "completed", "entered-in-error",
  ]

  /// Checks a resource and gives its type; the type of the URL, when there is one, must be the same.
  @discardableResult
  static func check(_ resource: JSON, type expected: String? = nil) throws(FHIRFault) -> String {
    guard resource.object != nil, let type = resource["resourceType"]?.string else {
      throw FHIRFault(400, .structure, "The body is not a FHIR resource. Send a JSON object with a resourceType.")
    }
    guard ResourceTypes.all.contains(type) else {
      throw FHIRFault(400, .structure, "FHIR R4 has no resource type “\(type.prefix(64))”. Correct resourceType.")
    }
    if let expected, type != expected {
      throw FHIRFault(400, .invalid, "A \(type) was sent to \(expected). Send it to its own type's URL.")
    }
    if let id = resource["id"], !(id.string.map(ResourceTypes.isID) ?? false) {
      throw FHIRFault(400, .value, "The id is malformed. Use 1 to 64 letters, digits, hyphens and full stops.")
    }
    if let meta = resource["meta"], meta.object == nil {
      throw FHIRFault(400, .structure, "meta is not an object. Correct or remove it.")
    }
    try checkStatus(resource, type: type)
    try ElementCheck.check(resource, type: type)
    try checkReferences(in: resource, at: type)
    return type
  }

  private static func checkStatus(_ resource: JSON, type: String) throws(FHIRFault) {
    let allowed: Set<String>
    switch type {
    case "Communication": allowed = eventStatuses
    case "CommunicationRequest": allowed = requestStatuses
    case "Task": allowed = taskStatuses
    default: return
    }
    guard let status = resource["status"]?.string, allowed.contains(status) else {
      let names = allowed.sorted().joined(separator: ", ")
      throw FHIRFault(422, .value, "\(type).status must be one of \(names).", expression: "\(type).status")
    }
  }

  /// Every `reference` must be a literal reference, an absolute URI or a fragment (FHIR R4 §2.3.0.1).
  private static func checkReferences(in value: JSON, at path: String) throws(FHIRFault) {
    switch value {
    case .array(let values):
      for element in values { try checkReferences(in: element, at: path) }
    case .object(let object):
      for (key, member) in object.members {
        if key == "reference", let text = member.string, !isReference(text) {
          throw FHIRFault(422, .value, "\(path).reference is malformed. Write it as Type/id or an absolute URL.")
        }
        try checkReferences(in: member, at: path + "." + key)
      }
    default: return
    }
  }

  private static func isReference(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 2048, !text.contains(where: \.isWhitespace) else { return false }
    if text.hasPrefix("#") || text.contains(":") { return true }
    return Reference(text) != nil
  }
}
