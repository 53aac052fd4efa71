import CareTeamMailbox
import Synchronization

/// The time that `--timeout` allows a command: it has one end, however many requests are made until then.
final class NetworkTime: Sendable {
  private let running = Mutex<Deadline?>(nil)

  /// The end of a time that began when this was first asked.
  func deadline(_ allowed: Duration) -> Deadline {
    running.withLock { running in
      let deadline = running ?? Deadline(allowed)
      running = deadline
      return deadline
    }
  }

  /// Lets it begin anew with the next request: a person was at work meanwhile, and the network was not.
  func restart() { running.withLock { $0 = nil } }
}
