import CareTeamCore
import GRDB

extension Transaction {
  /// What the mailbox notes about its being sealed; nil for a plain one.
  func sealNote() throws -> SealNote? {
    let row = try row("SELECT seal, key_place FROM meta")
    guard let row, let identifier = row[0] as String? else { return nil }
    guard let place = (row[1] as String?).flatMap({ SecretPlace(text: $0) }) else {
      throw StoreError.damaged("it does not say where its key is kept")
    }
    return SealNote(identifier: identifier, place: place)
  }

  /// How the mailbox is sealed; nil for a plain one.
  func seal() throws -> MailboxSeal? {
    if let knownSeal { return knownSeal }
    let seal = try sealNote().map { try seals.seal($0, of: identity()) }
    knownSeal = .some(seal)
    return seal
  }

  /// The mailbox's own name.
  func identity() throws -> String { try Schema.identity(db) }

  /// A text as it is stored in a column of a row.
  func stored(_ text: String?, _ column: SealedColumn, of row: Int64) throws -> DatabaseValue {
    try stored(text, column, named: String(row))
  }

  /// A text as it is stored in a column of a row that has no number.
  func stored(_ text: String?, _ column: SealedColumn, named row: String) throws -> DatabaseValue {
    guard let text else { return .null }
    guard let seal = try seal() else { return text.databaseValue }
    return try seal.texts.seal(text, column, of: row).databaseValue
  }

  /// The text that is stored in a column of a row.
  ///
  /// - Throws: `damaged` where it does not open, and for a text that is not sealed in a mailbox that is: nobody knows who
  ///   wrote that.
  func opened(_ stored: DatabaseValue, _ column: SealedColumn, of row: Int64) throws -> String? {
    try opened(stored, column, named: String(row))
  }

  /// The text that is stored in a column of a row that has no number.
  func opened(_ stored: DatabaseValue, _ column: SealedColumn, named row: String) throws -> String? {
    switch (stored.storage, try seal()) {
    case (.null, _): return nil
    case (.string(let text), nil): return text
    case (.blob(let sealed), let seal?): return try seal.texts.open(sealed, column, of: row)
    default: throw StoreError.damaged("\(column.table) \(row): its \(column.name) is not as it should be")
    }
  }

  /// The text in a column that is never empty.
  func text(_ stored: DatabaseValue, _ column: SealedColumn, of row: Int64) throws -> String {
    guard let text = try opened(stored, column, of: row) else {
      throw StoreError.damaged("\(column.table) \(row): its \(column.name) is missing")
    }
    return text
  }
}
