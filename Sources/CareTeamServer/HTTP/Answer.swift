import Hummingbird

/// A response, and what it means for the audit trail.
struct Answer: Sendable {
  var response: Response
  /// What was touched, when the route does not say all of it: `Type/id/_history/version`.
  var entity: String?
  /// The patients it is about, `Patient/x`.
  var patients: [String] = []
  /// The search that was made.
  var query: String?
  /// Whether it was written down together with what it changed.
  var isRecorded = false
  /// What a bundle's entries did, beside the bundle itself.
  var records: [AuditRecord] = []
}
