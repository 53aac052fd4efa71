import CareTeamCore

/// Checks that a resource has the elements of its type and no others, in the shape that R4 gives them (FHIR R4 §2.6.2);
/// extensions and contained resources may hold anything.
enum ElementCheck {
  /// The codes of elements that the server or its clients go by, by path.
  private static let codes: [String: Set<String>] = [
    "Communication.priority": priorities, "CommunicationRequest.priority": priorities, "Task.priority": priorities,
    "Task.intent": [
      "unknown", "proposal", "plan", "order", "original-order", "reflex-order", "filler-order", "instance-order",
      "option",
    ],
    "DocumentReference.status": ["current", "superseded", "entered-in-error"],
    "DocumentReference.docStatus": ["preliminary", "final", "amended", "entered-in-error"],
    "Subscription.status": ["requested", "active", "error", "off"],
    "Subscription.channel.type": ["rest-hook", "websocket", "email", "sms", "message"],
  ]
  private static let priorities: Set<String> = ["routine", "urgent", "asap", "stat"]

  /// Refuses what is not FHIR, and names the element; types that are not in the table are not looked at.
  static func check(_ resource: JSON, type: String) throws(FHIRFault) {
    guard let elements = Elements.all[type] else { return }
    try check(resource, as: elements, at: type)
    for (index, entry) in (resource["payload"]?.array ?? []).enumerated() {
      let contents = ["contentString", "contentAttachment", "contentReference"].filter {
        entry[$0] != nil || entry["_" + $0] != nil
      }
      // One that has none may say in an extension why, or what it has instead.
      guard contents.count == 1 || (contents.isEmpty && entry["extension"] != nil) else {
        throw structure("\(type).payload[\(index)]", "has one of contentString, contentAttachment and contentReference")
      }
    }
  }

  private static func check(_ value: JSON, as type: Elements, at path: String) throws(FHIRFault) {
    guard let object = value.object, !object.isEmpty else { throw structure(path, "is an object with members") }
    for (name, member) in object.members {
      let path = "\(path).\(name)"
      // What stands beside a primitive: its id and its extensions (FHIR R4 §2.6.2.2).
      if name.hasPrefix("_"), type.elements[String(name.dropFirst())] != nil { continue }
      guard let element = type.elements[name] else {
        throw FHIRFault(
          400, .structure, "FHIR R4 has no \(path.prefix(160)). Remove it, or send it as an extension.",
          expression: String(path.prefix(160)))
      }
      guard element.repeats else {
        try check(member, as: element.type, at: path)
        continue
      }
      guard case .array(let values) = member, !values.isEmpty else {
        throw structure(path, "is an array with one or more values")
      }
      for (index, value) in values.enumerated() where value != .null || element.type != "string" {
        try check(value, as: element.type, at: "\(path)[\(index)]")
      }
    }
  }

  private static func check(_ value: JSON, as type: String, at path: String) throws(FHIRFault) {
    switch (type, value) {
    case ("string", .string(let text)):
      if let allowed = codes[path], !allowed.contains(text) {
        throw Self.value(path, "must be one of \(allowed.sorted().joined(separator: ", "))")
      }
    case ("dateTime", .string(let text)), ("instant", .string(let text)):
      guard FHIRDate.isValid(text, asInstant: type == "instant") else {
        throw Self.value(path, "must be \(type == "instant" ? "an instant" : "a date") such as 2026-11-23T09:30:00Z")
      }
    case ("boolean", .bool), ("number", .number), ("Any", .object): return
    case ("string", _): throw structure(path, "is a string")
    case ("dateTime", _), ("instant", _): throw structure(path, "is a string with a date")
    case ("boolean", _): throw structure(path, "is true or false")
    case ("number", _): throw structure(path, "is a number")
    default:
      guard let elements = Elements.all[type] else { throw structure(path, "is an object") }
      try check(value, as: elements, at: path)
    }
  }

  private static func structure(_ path: String, _ rule: String) -> FHIRFault {
    FHIRFault(400, .structure, "\(path) \(rule) in FHIR R4. Correct it.", expression: path)
  }

  private static func value(_ path: String, _ rule: String) -> FHIRFault {
    FHIRFault(422, .value, "\(path) \(rule).", expression: path)
  }
}
