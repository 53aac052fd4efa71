package import CareTeamCore

/// What a subscription asks to be told of: `Type?name=value&…` (FHIR R4 Subscription.criteria), or a topic.
package struct LiveCriteria: Sendable, Equatable {
  /// The one topic of the R4 backport that is offered: messages, conversations and their read state.
  package static let messagesTopic = "urn:careteam:topic:messages"

  private static let topicTypes: Set<String> = ["Communication", "CommunicationRequest", "Task"]

  private struct Condition: Sendable, Equatable {
    var path: String
    var isNegated: Bool
    /// Any of these.
    var values: [String]
  }

  /// The resource types it can match.
  package let types: Set<String>
  private let conditions: [Condition]

  /// Reads criteria; nil for a parameter that notifications cannot be limited by, rather than telling too much.
  package init?(_ text: String) {
    guard text != Self.messagesTopic else {
      types = Self.topicTypes
      conditions = []
      return
    }
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let type = parts.first, ResourceTypes.all.contains(String(type)) else { return nil }
    var conditions: [Condition] = []
    for pair in parts.dropFirst().joined().split(separator: "&") {
      guard let condition = Self.condition(String(pair)) else { return nil }
      conditions.append(condition)
    }
    types = [String(type)]
    self.conditions = conditions
  }

  /// Whether a resource is one that is asked for.
  package func matches(_ resource: JSON) -> Bool {
    guard let type = resource["resourceType"]?.string, types.contains(type) else { return false }
    return conditions.allSatisfy { condition in
      let found = Self.values(at: condition.path, in: resource)
      let isFound = condition.values.contains { value in found.contains { Self.equal($0, value) } }
      return isFound != condition.isNegated
    }
  }

  /// The search parameters that criteria may have.
  static var parameters: [String] { paths.keys.sorted() }

  private static let paths = [
    "_id": "id", "status": "status", "priority": "priority", "patient": "subject", "subject": "subject",
    "sender": "sender", "recipient": "recipient", "based-on": "basedOn", "part-of": "partOf",
    "identifier": "identifier", "owner": "owner",
  ]

  private static func condition(_ pair: String) -> Condition? {
    let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let value = percentDecoded(parts[1]) else { return nil }
    let name = parts[0].split(separator: ":", maxSplits: 1).map(String.init)
    guard let path = paths[name[0]], name.count == 1 || name[1] == "not" else { return nil }
    let values = value.split(separator: ",").map { item in
      name[0] == "patient" && !item.contains("/") ? "Patient/\(item)" : String(item)
    }
    return Condition(path: path, isNegated: name.count == 2, values: values)
  }

  private static func values(at path: String, in resource: JSON) -> [String] {
    let member = resource[path] ?? (path == "subject" ? resource["for"] : nil)
    let elements: [JSON] = if case .array(let array)? = member { array } else { member.map { [$0] } ?? [] }
    return elements.compactMap { element in
      if let text = element.string ?? element["reference"]?.string { return text }
      guard let value = element["value"]?.string else { return nil }
      return (element["system"]?.string ?? "") + "|" + value
    }
  }

  /// References and tokens may be given without their type, server or system (FHIR R4 §3.1.1.4.10 and .12).
  private static func equal(_ found: String, _ asked: String) -> Bool {
    found == asked || found.hasSuffix("/" + asked) || asked.hasSuffix("/" + found) || found.hasSuffix("|" + asked)
  }

  private static func percentDecoded(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        continue
      }
      guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
        return nil
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
