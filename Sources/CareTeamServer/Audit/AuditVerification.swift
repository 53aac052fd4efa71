/// What checking the audit trail came to.
package struct AuditVerification: Sendable, Equatable {
  /// Where a trail does not fit its links.
  package struct Break: Sendable, Equatable {
    /// How many events before it are as they were written.
    package var after: Int
    /// The id of the event that was changed or put there; nil when one is missing.
    package var event: String?
  }

  /// How many events are as they were written.
  package var count: Int
  /// The last good link, in hex.
  package var link: String
  /// The first place that is not good.
  package var broken: Break?
}
