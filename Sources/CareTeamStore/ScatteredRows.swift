import Glibc

import struct Foundation.Data

/// Finds the rows on pages of a damaged database to which no way leads any more, since a page above them is gone.
///
/// It reads the leaves themselves (sqlite.org/fileformat2.html §1.6 and §2.1), whichever table they belong to: a row is one
/// of the table's when it has as many columns and each is of its kind. A leaf may also be one that is not in use any more,
/// so that a row which was deleted comes back: what is taken from here must bear that.
struct ScatteredRows {
  private let file: Int32
  private let pageSize: Int
  private let pageCount: Int
  /// The longest row that is believed.
  private static let longest = 64 << 20

  /// Runs over the leaves of a file.
  static func each(of table: TableLayout.Table, in path: String, pageSize: Int, _ take: (SalvagedRow) throws -> Void)
    throws
  {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    var facts = stat()
    guard fstat(file, &facts) == 0 else { return }
    let rows = ScatteredRows(file: file, pageSize: pageSize, pageCount: Int(facts.st_size) / pageSize)
    for page in stride(from: 2, through: rows.pageCount, by: 1) {
      for row in rows.rows(on: page, of: table) { try take(row) }
    }
  }

  private func bytes(of page: Int) -> [UInt8]? {
    guard page > 0, page <= pageCount else { return nil }
    var bytes = [UInt8](repeating: 0, count: pageSize)
    return pread(file, &bytes, pageSize, off_t((page - 1) * pageSize)) == pageSize ? bytes : nil
  }

  private func rows(on page: Int, of table: TableLayout.Table) -> [SalvagedRow] {
    guard let bytes = bytes(of: page), bytes[0] == 0x0D else { return [] }
    let count = Int(bytes[3]) << 8 | Int(bytes[4])
    guard 8 + 2 * count <= pageSize else { return [] }
    return (0..<count).compactMap { index in
      let place = Int(bytes[8 + 2 * index]) << 8 | Int(bytes[9 + 2 * index])
      return row(bytes, at: place, of: table)
    }
  }

  private func row(_ bytes: [UInt8], at place: Int, of table: TableLayout.Table) -> SalvagedRow? {
    var cell = RecordReader(bytes: bytes, place: place)
    guard let size = cell.number(), size > 0, size <= Self.longest, let number = cell.number(),
      let record = payload(bytes, at: cell.place, size: Int(size))
    else { return nil }
    return RecordReader(bytes: record, place: 0).row(of: table, number: number)
  }

  /// A row's bytes, with those that are on pages of their own.
  private func payload(_ bytes: [UInt8], at place: Int, size: Int) -> [UInt8]? {
    let most = pageSize - 35
    guard size > most else { return place + size <= pageSize ? Array(bytes[place..<place + size]) : nil }
    let least = (pageSize - 12) * 32 / 255 - 23
    let fitting = least + (size - least) % (pageSize - 4)
    let local = fitting <= most ? fitting : least
    guard place + local + 4 <= pageSize else { return nil }
    var payload = Array(bytes[place..<place + local])
    var next = Int(bytes.number(at: place + local))
    while payload.count < size {
      guard let more = self.bytes(of: next) else { return nil }
      payload += more[4..<min(pageSize, 4 + size - payload.count)]
      next = Int(more.number(at: 0))
    }
    return payload
  }
}

/// Reads a row as SQLite stores it: the kinds of its values, then the values.
private struct RecordReader {
  let bytes: [UInt8]
  var place: Int

  /// The next number of one to nine bytes.
  mutating func number() -> Int64? {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard bytes.indices.contains(place) else { return nil }
      let byte = bytes[place]
      place += 1
      if index == 8 { return Int64(bitPattern: value << 8 | UInt64(byte)) }
      value = value << 7 | UInt64(byte & 0x7F)
      if byte & 0x80 == 0 { return Int64(bitPattern: value) }
    }
    return nil
  }

  /// The row, when it can be one of this table.
  func row(of table: TableLayout.Table, number: Int64) -> SalvagedRow? {
    var kinds = self
    guard let headerSize = kinds.number(), headerSize > 0, headerSize <= bytes.count else { return nil }
    var values = RecordReader(bytes: bytes, place: Int(headerSize))
    var row = SalvagedRow(values: [:])
    for column in table.columns {
      guard kinds.place < headerSize, let kind = kinds.number(), let value = values.value(of: kind, column) else {
        return nil
      }
      row[column.name] = column.key == 1 ? .integer(number) : value
    }
    return kinds.place == Int(headerSize) && values.place == bytes.count ? row : nil
  }

  private mutating func value(of kind: Int64, _ column: TableLayout.Column) -> SalvagedRow.Value? {
    switch kind {
    case 0: return column.isRequired ? nil : .null
    case 1...6: return column.isInteger ? integer(of: [1, 2, 3, 4, 6, 8][Int(kind) - 1]) : nil
    case 8, 9: return column.isInteger ? .integer(kind - 8) : nil
    case 13... where kind & 1 == 1:
      let size = Int(clamping: (kind - 13) / 2)
      guard !column.isInteger, size <= bytes.count - place else { return nil }
      let text = bytes[place..<place + size]
      place += size
      return text.contains(0) ? nil : String(validating: text, as: UTF8.self).map { .text($0) }
    case 12... where column.isSealable:
      let size = Int(clamping: (kind - 12) / 2)
      guard size <= bytes.count - place else { return nil }
      defer { place += size }
      return .sealed(Data(bytes[place..<place + size]))
    default: return nil
    }
  }

  private mutating func integer(of size: Int) -> SalvagedRow.Value? {
    guard size <= bytes.count - place else { return nil }
    let start: Int64 = bytes[place] & 0x80 == 0 ? 0 : -1
    defer { place += size }
    return .integer(bytes[place..<place + size].reduce(start) { $0 << 8 | Int64($1) })
  }
}
