import CareTeamCore

/// What one entry of a batch or transaction came to.
struct BundleResult: Sendable {
  /// Bundle.entry.response.
  var response: JSON
  /// The resource's text, where there is one.
  var resource: String?
  var record: AuditRecord?
}

extension BundleResult {
  /// An entry of a batch that was refused.
  init(fault: FHIRFault, record: AuditRecord) {
    response = ["status": .string(String(fault.status)), "outcome": fault.outcome]
    self.record = record
  }
}
