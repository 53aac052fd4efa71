package import CareTeamCore

/// One subscription on one socket, and how its notifications are written.
package struct LiveBinding: Sendable, Equatable {
  /// The form of a notification.
  package enum Form: Sendable, Equatable {
    /// FHIR R4: `ping <id>` and nothing else.
    case ping
    /// The R4 backport: a Bundle that may name what changed.
    case bundle(topic: String, namesFocus: Bool)
  }

  /// The Subscription's id.
  package var subscription: String
  /// How notifications are written.
  package var form: Form
  /// The server's base URL, for references in bundles.
  package var base: String

  /// What the peer is sent when the binding holds.
  package func greeting(now: Instant) -> String {
    switch form {
    case .ping: "bound \(subscription)"
    case .bundle: bundle(.handshake, events: [], now: now)
    }
  }

  /// What the peer is sent for these changes, however many.
  package func text(events: [LiveEvent]) -> String {
    switch form {
    case .ping: "ping \(subscription)"
    case .bundle: bundle(.event, events: events, now: events.last?.committed ?? Instant(seconds: 0))
    }
  }

  private func bundle(_ kind: LiveNotification.Kind, events: [LiveEvent], now: Instant) -> String {
    guard case .bundle(let topic, let namesFocus) = form else { return "" }
    return LiveNotification(
      base: base, subscription: subscription, topic: topic, kind: kind, count: events.last?.number ?? 0,
      events: events, now: now, namesFocus: namesFocus
    ).bundle.text()
  }
}
