package import CareTeamCore
import GRDB

extension MailboxStore {
  /// The events after a position, oldest first.
  package func events(after position: Int64, limit: Int) throws(StoreError) -> [MailboxEvent] {
    try read { transaction in
      try transaction.rows(
        "SELECT position, kind, at, conversation, message FROM event WHERE position > ? ORDER BY position LIMIT ?",
        [position, limit]
      ) { row in
        guard let kind = MailboxEvent.Kind(rawValue: row[1]), let at = row.instant(2) else {
          throw StoreError.damaged("event \(row[0] as Int64) cannot be read")
        }
        return MailboxEvent(
          position: row[0], kind: kind, at: at,
          conversation: (row[3] as Int64?).map { Handle(.conversation, $0) },
          message: (row[4] as Int64?).map { Handle(.message, $0) })
      }
    }
  }

  /// The position of the newest event; 0 before the first.
  package func lastEventPosition() throws(StoreError) -> Int64 {
    try read { try $0.value(Int64.self, "SELECT max(position) FROM event") ?? 0 }
  }

  /// The position after which the events of this moment and later are.
  package func eventPosition(at since: Instant) throws(StoreError) -> Int64 {
    try read { transaction in
      if let first = try transaction.value(Int64.self, "SELECT min(position) FROM event WHERE at >= ?", [since.key]) {
        return first - 1
      }
      return try transaction.value(Int64.self, "SELECT max(position) FROM event") ?? 0
    }
  }
}
