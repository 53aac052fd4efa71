package import CareTeamCore
import Foundation

/// The machine's clock.
package enum SystemClock {
  /// This moment, to the millisecond.
  package static var now: Instant {
    Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }
}

extension Instant {
  /// RFC 3339 in UTC with exactly three digits of fraction, as `meta.lastUpdated` is written.
  var fhirInstant: String {
    let whole = Instant(seconds: seconds).rfc3339.dropLast()
    let rest = String(milliseconds - seconds * 1000)
    return whole + "." + String(repeating: "0", count: 3 - rest.utf8.count) + rest + "Z"
  }
}
