import CareTeamCore
import Synchronization

/// A clock that goes when it is told to.
final class TestClock: Sendable {
  private let moment = Mutex(Instant(seconds: 1_800_000_000))

  var now: Instant { moment.withLock { $0 } }

  func pass(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}
