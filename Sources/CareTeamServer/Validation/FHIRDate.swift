import CareTeamCore

/// The rule for dates in resources (FHIR R4 §2.24.0.1): a time has seconds and an offset.
enum FHIRDate {
  /// Whether a text is a `dateTime`, of whatever precision, or an `instant`, which is exact to the second.
  static func isValid(_ text: String, asInstant: Bool) -> Bool {
    guard Instant(fhir: text) != nil else { return false }
    let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return !asInstant && text.utf8.count <= 10 }
    let clock = parts[1].prefix { $0 != "Z" && $0 != "+" && $0 != "-" }
    return parts[0].utf8.count == 10 && clock.utf8.count >= 8 && clock.utf8.count < parts[1].utf8.count
  }
}
