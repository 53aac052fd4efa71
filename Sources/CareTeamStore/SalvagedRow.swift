import CareTeamCore

import struct Foundation.Data

/// A row of a damaged mailbox, by column, of which nothing is believed but that its values are of the columns' kinds.
struct SalvagedRow {
  /// One value.
  enum Value: Equatable {
    case null
    case integer(Int64)
    case text(String)
    case sealed(Data)
  }

  var values: [String: Value]

  subscript(column: String) -> Value {
    get { values[column] ?? .null }
    set { values[column] = newValue }
  }

  func integer(_ column: String) -> Int64? {
    guard case .integer(let value) = self[column] else { return nil }
    return value
  }

  func text(_ column: String) -> String? {
    guard case .text(let value) = self[column] else { return nil }
    return value
  }

  /// Whether a column says no or yes.
  func isTruth(_ columns: String...) -> Bool { columns.allSatisfy { integer($0).map { $0 == 0 || $0 == 1 } ?? false } }

  /// Whether each column is empty or one of the store's instants.
  func hasInstants(_ columns: String...) -> Bool {
    columns.allSatisfy { self[$0] == .null || text($0).flatMap { Instant(key: $0) } != nil }
  }

  /// Whether each column is empty or a resource's type and id.
  func hasReferences(_ columns: String...) -> Bool {
    columns.allSatisfy { column in
      guard let text = text(column) else { return true }
      return Reference(text).map { $0.description == text } ?? false
    }
  }
}
