package import CareTeamCore
import GRDB
import Glibc

extension MailboxStore {
  /// What the mailbox notes about its being sealed; nil for a plain one.
  package func sealNote() throws(StoreError) -> SealNote? { try read { try $0.sealNote() } }

  /// How the mailbox is sealed; nil for a plain one.
  ///
  /// - Throws: `keyMissing`, `keyWrong` or `keyUnavailable`.
  package func seal() throws(StoreError) -> MailboxSeal? { try read { try $0.seal() } }

  /// Seals everything that is here with a key, be it plain or sealed with another one now.
  ///
  /// Before, the caller keeps the key beside the one it follows: until this returns the mailbox is sealed as it was or
  /// wholly with the new one, and whichever it is, it is noted. Files are sealed into copies first; the change is one
  /// transaction; then the old copies go, and with them what SQLite's pages and log still had.
  ///
  /// - Parameter place: where the key is kept.
  /// - Throws: `busy` while a message is being sent, whose files are in use.
  package func seal(with key: MailboxKey, at place: SecretPlace, now: Instant) throws(StoreError) {
    let new = MailboxSeal(key, in: identity)
    var copies = SealedCopies(in: attachmentsDirectory, new.files)
    do throws(StoreError) {
      let before = try seal()
      for path in try filesInUse() { try copies.make(of: path, before?.files) }
      try write { transaction in
        try transaction.refuseWhileSending(at: now)
        let before = try transaction.seal()
        for path in try transaction.filesInUse() { try copies.make(of: path, before?.files) }
        try Resealing(transaction, from: before, to: new, files: copies.made).run()
        try transaction.run(
          "UPDATE meta SET seal = ?, key_place = ?, residue = 1", [new.identifier, place.text])
        transaction.hasChangedAccount = true
      }
    } catch {
      copies.discard()
      throw error
    }
    try removeResidue()
  }

  /// Where the key of a folder's mailbox is kept, also of a damaged one; nil for a plain one.
  package static func keyPlace(in directory: String) -> SecretPlace? {
    MailboxFolder(path: directory).readNote()?.seal?.place
  }

  /// Notes that the mailbox's key is kept somewhere else now.
  package func moveKey(to place: SecretPlace) throws(StoreError) {
    try write { transaction in
      try transaction.run("UPDATE meta SET key_place = ? WHERE seal IS NOT NULL", [place.text])
      transaction.hasChangedAccount = true
    }
  }

  /// Whether text from before the mailbox was sealed as it is now may still be on the disk.
  package func hasResidue() throws(StoreError) -> Bool {
    try read { try $0.count("SELECT residue FROM meta") > 0 }
  }

  /// Removes what is left from before the mailbox was sealed as it is now, unless another process is reading it still.
  package func removeResidue() throws(StoreError) {
    guard try hasResidue(), let seal = try seal() else { return }
    let used = try filesInUse()
    for name in folder.names(in: attachmentsDirectory) {
      let path = "\(attachmentsDirectory)/\(name)"
      if name.isCopy, !seal.files.owns(path), !used.contains(path) { unlink(path) }
    }
    try performOutside { try $0.execute(sql: "VACUUM") }
    guard try emptyLog() else { return }
    try write { transaction in
      try transaction.run("UPDATE meta SET residue = 0")
      // The tables begin on other pages now, which the note has.
      transaction.hasChangedAccount = true
    }
    _ = try emptyLog()
  }

  /// Works in the log and cuts it off.
  ///
  /// - Returns: whether nobody was in the way.
  private func emptyLog() throws(StoreError) -> Bool {
    var isEmpty = false
    try performOutside { db in
      isEmpty = try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
    }
    return isEmpty
  }

  /// What does not open with the mailbox's key, a few words each; nothing for a plain mailbox.
  package func sealFaults() throws(StoreError) -> [String] {
    try read { transaction in
      guard try transaction.count("PRAGMA user_version") >= Schema.sealVersion else { return [] }
      guard try transaction.seal() != nil else {
        let sealed = try transaction.count("SELECT count(*) FROM message WHERE typeof(text) = 'blob'")
        return sealed == 0 ? [] : ["\(sealed) sealed messages in a mailbox that is not"]
      }
      return try SealedColumn.all.keys.sorted().compactMap { table in
        var faults: [String] = []
        try transaction.eachSealed(in: table) { column, value, row in
          do { _ = try transaction.opened(value, column, named: row) } catch StoreError.damaged(let fault) {
            faults.append(fault)
          }
        }
        guard let first = faults.first else { return nil }
        return first + (faults.count == 1 ? "" : ", and \(faults.count - 1) more in that table")
      }
    }
  }
}

extension Transaction {
  /// Refuses a change of the key while a message is being sent.
  fileprivate func refuseWhileSending(at now: Instant) throws {
    let sending = try count(
      "SELECT count(*) FROM outbox WHERE state = 'claimed' AND lease_until > ?", [now.key])
    if sending > 0 { throw StoreError.busy(holder: nil) }
  }

  /// The keys of a table's rows, as names and as values.
  func sealedRows(of table: String) throws -> [(name: String, key: [DatabaseValue])] {
    let columns = SealedColumn.key(of: table)
    return try rows("SELECT \(columns.joined(separator: ", ")) FROM \(table)") { row in
      let key = columns.indices.map { row[$0] as DatabaseValue }
      return (key.map { String.fromDatabaseValue($0) ?? $0.description }.joined(separator: "."), key)
    }
  }

  /// Every value of a table's sealed columns, with the name of its row.
  func eachSealed(in table: String, _ take: (SealedColumn, DatabaseValue, String) throws -> Void) throws {
    let columns = SealedColumn.all[table] ?? []
    let keys = SealedColumn.key(of: table)
    let names = (keys + columns.map(\.name)).joined(separator: ", ")
    _ = try rows("SELECT \(names) FROM \(table)") { row in
      let name = keys.indices.map { index -> String in
        let value = row[index] as DatabaseValue
        return String.fromDatabaseValue(value) ?? value.description
      }
      for (index, column) in columns.enumerated() {
        try take(column, row[keys.count + index], name.joined(separator: "."))
      }
    }
  }
}

extension String {
  /// Whether a file of the attachments' folder is a copy, finished or not.
  fileprivate var isCopy: Bool {
    hasPrefix(".careteam-") || Attachment.isSealed(self) || utf8.count == 64 && allSatisfy(\.isHexDigit)
  }
}
