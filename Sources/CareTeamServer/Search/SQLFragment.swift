import GRDB

/// A piece of SQL and the values for its question marks.
struct SQLFragment {
  var sql: String
  var arguments: [any DatabaseValueConvertible]

  init(_ sql: String, _ arguments: [any DatabaseValueConvertible] = []) {
    self.sql = sql
    self.arguments = arguments
  }

  /// Pieces with something between them.
  static func joined(_ parts: [SQLFragment], _ separator: String) -> SQLFragment {
    SQLFragment(parts.map(\.sql).joined(separator: separator), parts.flatMap(\.arguments))
  }
}
