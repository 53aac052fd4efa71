package import CareTeamCore
import GRDB

extension MailboxStore {
  /// Notes until when the server wants to be left alone; every process on this machine goes by it.
  package func hold(until: Instant) throws(StoreError) {
    try write { try $0.run("UPDATE meta SET hold_until = ?", [until.key]) }
  }

  /// Until when the server wants to be left alone, when that is not over.
  ///
  /// A time further away than a server can ask for was noted under a clock that has been set back since.
  package func heldUntil(at now: Instant) throws(StoreError) -> Instant? {
    let until = try read { try $0.value(String.self, "SELECT hold_until FROM meta").flatMap { Instant(key: $0) } }
    return until.flatMap { $0 > now && $0 <= now.adding(seconds: Self.longestHold) ? $0 : nil }
  }

  /// The longest that a server is left alone because it asked for it, in seconds.
  package static let longestHold: Int64 = 86_400
}
