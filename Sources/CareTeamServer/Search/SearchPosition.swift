import CareTeamCore
import GRDB

/// The sort keys of the last resource of a page: whole numbers and strings.
struct SearchPosition: Sendable, Equatable {
  let values: [JSON]

  init(values: [JSON]) { self.values = values }

  /// The sort keys of a row, from a column on.
  init(row: Row, from column: Int) {
    values = (column..<row.count).map { index in
      let value: DatabaseValue = row[index]
      return Int64.fromDatabaseValue(value).map { .number(String($0)) }
        ?? .string(String.fromDatabaseValue(value) ?? "")
    }
  }

  /// The values for SQL.
  var arguments: [any DatabaseValueConvertible] {
    values.map { value -> any DatabaseValueConvertible in
      if let number = value.int { return number }
      return value.string ?? ""
    }
  }
}
