package import CareTeamCore
import GRDB

/// A cursor that a consumer has given a name.
package struct NamedCursor: Sendable, Equatable {
  package var name: String
  package var cursor: CareTeamCore.Cursor
  /// How many events are after it.
  package var pending: Int
  /// When it last moved.
  package var updatedAt: Instant
}

extension MailboxStore {
  /// The cursor of a name; nil when there is none.
  package func cursor(named name: String) throws(StoreError) -> NamedCursor? {
    try cursors().first { $0.name == name }
  }

  /// Sets a named cursor, made when there is none.
  package func setCursor(named name: String, position: Int64, at now: Instant) throws(StoreError) {
    try write {
      try $0.run(
        "INSERT OR REPLACE INTO cursor (name, position, updated) VALUES (?, ?, ?)", [name, position, now.key])
    }
  }

  /// Every named cursor, by name.
  package func cursors() throws(StoreError) -> [NamedCursor] {
    let identity = identity
    return try read { transaction in
      let last = try transaction.value(Int64.self, "SELECT max(position) FROM event") ?? 0
      return try transaction.rows("SELECT name, position, updated FROM cursor ORDER BY name") { row in
        let position = row[1] as Int64
        return NamedCursor(
          name: row[0], cursor: CareTeamCore.Cursor(mailbox: identity, position: position),
          pending: Int(max(0, last - position)),
          updatedAt: row.instant(2) ?? Instant(seconds: 0))
      }
    }
  }

  /// Removes a named cursor.
  ///
  /// - Returns: whether there was one.
  package func removeCursor(named name: String) throws(StoreError) -> Bool {
    try write { transaction in
      try transaction.run("DELETE FROM cursor WHERE name = ?", [name])
      return transaction.db.changesCount > 0
    }
  }
}
