import Glibc
import Testing

/// Faults really injected: nothing is lost, nothing is sent twice, nothing waits for ever.
///
/// One after the other, so that the times they measure are their own. `make test` runs them short; `make soak` sets
/// CARETEAM_SOAK and runs them long, each with a line of figures at its end.
@Suite(.serialized)
enum Faults {
  /// Whether this is the long run.
  static let isSoak = getenv("CARETEAM_SOAK") != nil

  /// How often something is done: short in `make test`, long in `make soak`.
  static func count(_ short: Int, long: Int) -> Int { isSoak ? long : short }

  /// Prints a line of figures in the long run.
  static func report(_ figures: String, since start: ContinuousClock.Instant) {
    guard isSoak else { return }
    print("soak: \(figures); \(start.duration(to: .now).seconds) s")
    fflush(nil)
  }
}

extension Duration {
  /// The seconds, with one digit after the point.
  var seconds: String {
    let tenths = (components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 + 50) / 100
    return "\(tenths / 10).\(tenths % 10)"
  }
}
