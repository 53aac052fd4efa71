package import CareTeamCore

/// One committed change of a resource.
package struct Change: Sendable {
  /// The resource type.
  package let type: String
  /// The logical id.
  package let id: String
  /// The version the change made.
  package let version: Int
  /// When it was committed, as `meta.lastUpdated` says.
  package let updated: Instant
  /// The resource after the change; null when it was deleted.
  package let resource: JSON
  /// Who may see it.
  let audience: Set<String>

  /// Whether this user may be told of the change.
  package func mayBeSeen(by principal: Principal) -> Bool {
    principal.admits(audience, of: type, within: principal.reach([.read, .search], type))
  }
}
