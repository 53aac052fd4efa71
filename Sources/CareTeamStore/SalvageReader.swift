import GRDB
import GRDBSQLite

import struct Foundation.Data

/// Reads the tables of a damaged mailbox's copy row by row, and goes on behind each page that cannot be read.
///
/// It uses SQLite itself, since a value of a damaged page need be neither of its column's type nor UTF-8.
final class SalvageReader {
  private let db: Database
  private let layout: TableLayout
  /// The tables of which something could not be read.
  var faulty: Set<String> = []

  init(_ db: Database, layout: TableLayout) {
    self.db = db
    self.layout = layout
  }

  /// Gives every row of a table that can be read, in order of its numbers where it has them.
  ///
  /// - Parameter last: the greatest number that a row can have.
  func rows(of name: String, upTo last: Int64, _ take: (SalvagedRow) throws -> Void) throws {
    guard let table = layout.tables[name] else { return }
    guard prepare("SELECT 1 FROM \(name)") != nil else {
      faulty.insert(name)
      return
    }
    if table.hasNumbers {
      try numberedRows(of: table, upTo: last, take)
    } else {
      try keyedRows(of: table, take)
    }
  }

  /// The rows of a table whose key begins with this number.
  func rows(of name: String, where column: String, is number: Int64) -> [SalvagedRow] {
    guard let table = layout.tables[name] else { return [] }
    var rows: [SalvagedRow] = []
    let isWhole = scan(table, "WHERE \(column) = ?1", from: number) { rows.append($0) }
    if !isWhole { faulty.insert(name) }
    return rows
  }

  /// The number each table gave last, by the database's own count; empty when that cannot be read.
  func counters() -> [String: Int64] {
    let columns = ["name", "seq"].map {
      TableLayout.Column(name: $0, isInteger: $0 == "seq", isRequired: true, standard: nil, key: 0)
    }
    let table = TableLayout.Table(name: TableLayout.counters, columns: columns, hasNumbers: true)
    var counters: [String: Int64] = [:]
    let isWhole = scan(table, "WHERE rowid > ?1", from: 0) { row in
      if let name = row.text("name"), let seq = row.integer("seq") { counters[name] = seq }
    }
    return isWhole && !faulty.contains(table.name) ? counters : [:]
  }

  /// Goes forward; where that fails it tries number by number, since nobody knows how many rows the page had.
  private func numberedRows(of table: TableLayout.Table, upTo last: Int64, _ take: (SalvagedRow) throws -> Void) throws
  {
    var next: Int64 = 1
    var failure: (any Error)?
    while next <= last, failure == nil {
      let isWhole = scan(table, "WHERE rowid >= ?1 ORDER BY rowid", from: next) { row in
        let number = row.integer(table.number) ?? 0
        guard number >= next, number <= last, failure == nil else { return }
        next = number + 1
        do { try take(row) } catch { failure = error }
      }
      if isWhole { break }
      faulty.insert(table.name)
      next = afterFault(table, at: next, upTo: last)
    }
    if let failure { throw failure }
  }

  /// Where to go on when the row of this number or the one behind it could not be read.
  private func afterFault(_ table: TableLayout.Table, at number: Int64, upTo last: Int64) -> Int64 {
    var next = number
    while next <= last {
      switch row(table, from: next) {
      // At first: its page can be read, and what it has on other pages cannot. Later: behind the pages that cannot.
      case .there(let found): return next == number ? found + 1 : found
      case .none: return last + 1
      case .unreadable: next += 1
      }
    }
    return next
  }

  private enum Probe {
    case there(Int64)
    case none
    case unreadable
  }

  /// The number of the first row from this number on.
  private func row(_ table: TableLayout.Table, from number: Int64) -> Probe {
    guard let statement = prepare("SELECT rowid FROM \(table.name) WHERE rowid >= ?1 ORDER BY rowid LIMIT 1") else {
      return .unreadable
    }
    defer { sqlite3_reset(statement) }
    sqlite3_bind_int64(statement, 1, number)
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return .there(sqlite3_column_int64(statement, 0))
    case SQLITE_DONE: return .none
    default: return .unreadable
    }
  }

  /// Goes from the beginning as far as it can be read, and from the end.
  private func keyedRows(of table: TableLayout.Table, _ take: (SalvagedRow) throws -> Void) throws {
    let key = table.columns.first { $0.key == 1 }?.name ?? ""
    var rows: [SalvagedRow] = []
    if !scan(table, "ORDER BY \(key)", from: nil, { rows.append($0) }) {
      faulty.insert(table.name)
      _ = scan(table, "ORDER BY \(key) DESC", from: nil) { rows.append($0) }
    }
    for row in rows { try take(row) }
  }

  /// Runs over rows until the end or the first that cannot be read.
  ///
  /// - Returns: whether it came to the end.
  private func scan(
    _ table: TableLayout.Table, _ condition: String, from number: Int64?, _ take: (SalvagedRow) -> Void
  ) -> Bool {
    let columns = table.columns.map(\.name).joined(separator: ", ")
    guard let statement = prepare("SELECT \(columns) FROM \(table.name) \(condition)") else { return false }
    defer { sqlite3_reset(statement) }
    if let number { sqlite3_bind_int64(statement, 1, number) }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        if let row = row(statement, of: table) { take(row) } else { faulty.insert(table.name) }
      case SQLITE_DONE: return true
      default: return false
      }
    }
  }

  private var statements: [String: OpaquePointer] = [:]

  private func prepare(_ sql: String) -> OpaquePointer? {
    if let known = statements[sql] { return known }
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(db.sqliteConnection, sql, -1, &statement, nil) == SQLITE_OK else { return nil }
    statements[sql] = statement
    return statement
  }

  /// Lets go of the statements, without which the database cannot be closed.
  func finish() {
    for statement in statements.values { sqlite3_finalize(statement) }
    statements = [:]
  }

  /// The row the statement is at; nil when a value is not of its column's kind.
  private func row(_ statement: OpaquePointer, of table: TableLayout.Table) -> SalvagedRow? {
    var row = SalvagedRow(values: [:])
    for (index, column) in table.columns.enumerated() {
      guard let value = value(statement, Int32(index), column) else { return nil }
      row[column.name] = value
    }
    return row
  }

  private func value(_ statement: OpaquePointer, _ index: Int32, _ column: TableLayout.Column) -> SalvagedRow.Value? {
    switch sqlite3_column_type(statement, index) {
    case SQLITE_NULL: return column.isRequired ? nil : .null
    case SQLITE_INTEGER: return column.isInteger ? .integer(sqlite3_column_int64(statement, index)) : nil
    case SQLITE_TEXT:
      guard !column.isInteger, let start = sqlite3_column_text(statement, index) else { return nil }
      let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
      // Nothing that is stored has a NUL: where there is one, a page was written over.
      guard !bytes.contains(0) else { return nil }
      return String(validating: bytes, as: UTF8.self).map { .text($0) }
    case SQLITE_BLOB where column.isSealable:
      guard let start = sqlite3_column_blob(statement, index) else { return nil }
      return .sealed(Data(bytes: start, count: Int(sqlite3_column_bytes(statement, index))))
    default: return nil
    }
  }
}

extension TableLayout.Table {
  /// The column that is the row's number.
  fileprivate var number: String { columns.first { $0.key == 1 }?.name ?? "" }
}
