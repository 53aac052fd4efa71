import CareTeamCore
import GRDB

extension Recovery {
  /// Takes over how the damaged mailbox was sealed.
  ///
  /// - Parameter meta: what could be read of what it noted itself.
  /// - Throws: `keyMissing` or `keyWrong`, before anything was put into the place of the damaged mailbox.
  func recoverSeal(_ meta: SalvagedRow?) throws {
    guard let noted = meta.map({ SealNote(salvaged: $0) }) ?? note?.seal else { return }
    let identity = try transaction.identity()
    seals = try keeper.seals(noted, of: identity)
    transaction.knownSeal = .some(try keeper.seal(noted, of: identity))
    try transaction.run("UPDATE meta SET seal = ?, key_place = ?", [noted.identifier, noted.place.text])
  }

  /// A row with its sealed values open; nil when one does not open without which it is worth nothing.
  func opened(_ row: SalvagedRow, of table: String) -> SalvagedRow? {
    guard let columns = SealedColumn.all[table] else { return row }
    let name = name(of: row, in: table)
    var opened = row
    for column in columns where row[column.name] != .null {
      if let text = text(row[column.name], column, of: name) {
        opened[column.name] = .text(text)
      } else {
        reader.faulty.insert(table)
        guard let rest = remainder(column) else { return nil }
        opened[column.name] = rest
      }
    }
    return opened
  }

  private func text(_ value: SalvagedRow.Value, _ column: SealedColumn, of row: String) -> String? {
    switch value {
    case .text(let text): seals.isEmpty ? text : nil
    case .sealed(let sealed): seals.lazy.compactMap { try? $0.texts.open(sealed, column, of: row) }.first
    case .null, .integer: nil
    }
  }

  /// What stands in the place of a value that does not open; nil when the row is worth nothing without it.
  private func remainder(_ column: SealedColumn) -> SalvagedRow.Value? {
    switch column {
    case .conversationType: .text(MessageType.other.rawValue)
    case .messageText, .draftText, .newConversation: nil
    case .draftAttachments: .text("[]")
    default: .null
    }
  }

  /// The values of a row's sealed columns as they are stored in the new mailbox.
  func sealed(_ row: SalvagedRow, for table: String) throws -> [String: DatabaseValue] {
    let name = name(of: row, in: table)
    var values: [String: DatabaseValue] = [:]
    for column in SealedColumn.all[table] ?? [] {
      values[column.name] = try transaction.stored(row.text(column.name), column, named: name)
    }
    return values
  }

  private func name(of row: SalvagedRow, in table: String) -> String {
    SealedColumn.key(of: table).map { row.text($0) ?? row.integer($0).map(String.init) ?? "" }.joined(separator: ".")
  }
}

extension SealNote {
  /// What the damaged mailbox noted; nil when it was plain.
  fileprivate init?(salvaged row: SalvagedRow) {
    guard let identifier = row.text("seal"), let place = row.text("key_place").flatMap({ SecretPlace(text: $0) }) else {
      return nil
    }
    self.init(identifier: identifier, place: place)
  }
}
