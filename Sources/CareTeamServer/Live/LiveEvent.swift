package import CareTeamCore

/// One change that a subscription is told of: what, never its content.
package struct LiveEvent: Equatable, Sendable {
  /// `Type/id` of the resource that changed.
  package var reference: String
  /// Its version after the change.
  package var version: Int
  /// Whether the change made it.
  package var isCreated: Bool
  /// The number of this event since the subscription was bound, from 1.
  package var number: Int
  /// When it was committed.
  package var committed: Instant
}
