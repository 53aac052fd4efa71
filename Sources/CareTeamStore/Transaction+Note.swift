import GRDB

extension Transaction {
  /// The last number each table has given.
  func counters() throws -> [String: Int64] {
    let rows = try rows("SELECT name, seq FROM sqlite_sequence") { ($0[0] as String, $0[1] as Int64) }
    return Dictionary(rows, uniquingKeysWith: max)
  }

  /// The note to keep beside the database; what an earlier one reserved stays reserved, and whose it said the mailbox is
  /// stays so until that is changed here: a note is not taken from a database that may be damaged meanwhile.
  func note(identity: String, given: [String: Int64], after kept: MailboxNote?) throws -> MailboxNote {
    var reserved = kept?.reserved ?? [:]
    for (table, number) in given where number > reserved[table] ?? 0 {
      reserved[table] = MailboxNote.reservation(for: number)
    }
    let roots = try rows("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'") {
      ($0[0] as String, $0[1] as Int64)
    }
    return MailboxNote(
      identity: kept?.identity ?? identity,
      account: hasChangedAccount ? try account() : try kept?.account ?? account(), reserved: reserved,
      roots: Dictionary(roots, uniquingKeysWith: max), version: Schema.version, seal: try sealNote())
  }
}
