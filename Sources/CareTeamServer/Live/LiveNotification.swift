import CareTeamCore

/// A notification of the R4 subscriptions backport: a history Bundle whose first entry is the subscription's status as
/// Parameters (HL7 Subscriptions R5 Backport IG 1.1, “R4: Bundle”).
package struct LiveNotification: Sendable {
  /// Why it is sent.
  package enum Kind: String, Sendable {
    case handshake
    case event = "event-notification"
  }

  var base: String
  var subscription: String
  var topic: String
  var kind: Kind
  /// Events since the subscription was bound.
  var count: Int
  var events: [LiveEvent]
  var now: Instant
  /// Whether the events name what changed (`id-only`), or only that something did (`empty`).
  var namesFocus: Bool

  /// The Bundle.
  var bundle: JSON {
    let entries = namesFocus ? events.map(entry) : []
    return [
      "resourceType": "Bundle", "type": "history", "timestamp": .string(now.rfc3339),
      "entry": .array([statusEntry] + entries),
    ]
  }

  private var statusEntry: JSON {
    [
      "fullUrl": .string("\(base)/Subscription/\(subscription)/$status"), "resource": status,
      "request": ["method": "GET", "url": .string("\(base)/Subscription/\(subscription)/$status")],
      "response": ["status": "200"],
    ]
  }

  private var status: JSON {
    let profile = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4"
    return [
      "resourceType": "Parameters", "meta": ["profile": [.string(profile)]],
      "parameter": .array(
        [
          ["name": "subscription", "valueReference": ["reference": .string("\(base)/Subscription/\(subscription)")]],
          ["name": "topic", "valueCanonical": .string(topic)],
          ["name": "status", "valueCode": "active"],
          ["name": "type", "valueCode": .string(kind.rawValue)],
          ["name": "events-since-subscription-start", "valueString": .string(String(count))],
        ] + events.map(part)),
    ]
  }

  private func part(_ event: LiveEvent) -> JSON {
    var parts: [JSON] = [
      ["name": "event-number", "valueString": .string(String(event.number))],
      ["name": "timestamp", "valueInstant": .string(event.committed.rfc3339)],
    ]
    if namesFocus {
      parts.append(["name": "focus", "valueReference": ["reference": .string("\(base)/\(event.reference)")]])
    }
    return ["name": "notification-event", "part": .array(parts)]
  }

  private func entry(_ event: LiveEvent) -> JSON {
    [
      "fullUrl": .string("\(base)/\(event.reference)"),
      "request": [
        "method": event.isCreated ? "POST" : "PUT",
        "url": .string(event.isCreated ? String(event.reference.prefix { $0 != "/" }) : event.reference),
      ],
      "response": ["status": event.isCreated ? "201" : "200"],
    ]
  }
}
