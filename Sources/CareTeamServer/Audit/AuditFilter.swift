package import CareTeamCore

/// Which audit events are asked for.
package struct AuditFilter: Sendable {
  /// Those stored at this moment or later.
  package var since: Instant?
  /// Those about this patient, by id.
  package var patient: String?
  /// Those of this user, by reference.
  package var user: String?
  /// The newest of them only; nil is all.
  package var count: Int?

  /// All of them.
  package init() {}

  /// Whether an event is one that is asked for.
  func matches(_ event: JSON) -> Bool {
    if let user, !(event["agent"]?.array ?? []).contains(where: { $0["who"]?["reference"]?.string == user }) {
      return false
    }
    guard let patient else { return true }
    let reference = "Patient/" + patient
    return (event["entity"]?.array ?? []).contains { entity in
      let what = entity["what"]?["reference"]?.string
      return what == reference || what?.hasPrefix(reference + "/") ?? false
    }
  }

  /// A text that every event in question has in it, so that most others need not be read.
  var needle: String? { patient.map { "\"Patient/\($0)" } ?? user.map { "\"\($0)\"" } }
}
