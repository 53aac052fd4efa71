import CareTeamCore
import GRDB

/// Seals every text of a mailbox anew, in the transaction of the caller.
struct Resealing {
  private let transaction: Transaction
  private let before: MailboxSeal?
  private let after: MailboxSeal
  private let files: [String: String]

  /// - Parameters:
  ///   - before: how it is sealed now; nil when it is plain.
  ///   - files: the new copy of each file.
  init(_ transaction: Transaction, from before: MailboxSeal?, to after: MailboxSeal, files: [String: String]) {
    self.transaction = transaction
    self.before = before
    self.after = after
    self.files = files
  }

  /// Seals all of it.
  func run() throws {
    let stored = try transaction.rows("SELECT DISTINCT path FROM attachment WHERE path IS NOT NULL") { $0[0] as String }
    for path in stored {
      guard let new = files[transaction.place(ofCopy: path)] else { continue }
      try transaction.run("UPDATE attachment SET path = ? WHERE path = ?", [new, path])
    }
    for table in SealedColumn.all.keys.sorted() {
      for row in try transaction.sealedRows(of: table) { try seal(row.name, row.key, in: table) }
    }
    // Its words are hashed with the key of before.
    try transaction.clearSearchIndex(keyCheck: nil)
    transaction.knownSeal = .some(after)
  }

  private func seal(_ name: String, _ key: [DatabaseValue], in table: String) throws {
    let columns = SealedColumn.all[table] ?? []
    let condition = SealedColumn.key(of: table).map { "\($0) = ?" }.joined(separator: " AND ")
    let names = columns.map(\.name).joined(separator: ", ")
    let row = try transaction.row("SELECT \(names) FROM \(table) WHERE \(condition)", StatementArguments(key))
    guard let row else { return }
    let values = try columns.enumerated().map { index, column -> DatabaseValue in
      guard var text = try transaction.opened(row[index], column, named: name) else { return .null }
      if column == .draftAttachments { text = try moved(text) }
      return try after.texts.seal(text, column, of: name).databaseValue
    }
    let marks = columns.map { "\($0.name) = ?" }.joined(separator: ", ")
    try transaction.run("UPDATE \(table) SET \(marks) WHERE \(condition)", StatementArguments(values + key))
  }

  /// A draft's files at their new places.
  private func moved(_ text: String) throws -> String {
    let kept = try JSON(parsing: text).array.map(DraftAttachment.init(stored:))
    let moved = kept.map { file in
      var file = file
      file.path = files[transaction.place(ofCopy: file.path)] ?? file.path
      return file
    }
    return JSON.array(moved.map(\.stored)).text()
  }
}
