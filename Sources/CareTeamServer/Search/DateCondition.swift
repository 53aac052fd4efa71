/// A prefix and a date in a search (FHIR R4 §3.1.1.4.7, §3.1.1.4.1).
struct DateCondition {
  private static let prefixes: Set<String> = ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"]

  private let prefix: String
  private let asked: DateRange

  init(_ value: String) throws(FHIRFault) {
    let plain = SearchValue.plain(value)
    let hasPrefix = plain.first.map(\.isLetter) ?? false
    prefix = hasPrefix ? String(plain.prefix(2)) : "eq"
    guard Self.prefixes.contains(prefix), let range = DateRange(hasPrefix ? String(plain.dropFirst(2)) : plain) else {
      throw FHIRFault(400, .value, "“\(plain.prefix(64))” is not a date to search for. Write it as ge2026-11-23.")
    }
    asked = range
  }

  /// On a row of the date index, which holds a range.
  var onRange: SQLFragment {
    let (low, high) = (asked.low, asked.high)
    switch prefix {
    case "ne": return SQLFragment("NOT (low >= ? AND high <= ?)", [low, high])
    case "gt": return SQLFragment("high > ?", [high])
    case "lt": return SQLFragment("low < ?", [low])
    case "ge": return SQLFragment("(high > ? OR (low >= ? AND high <= ?))", [high, low, high])
    case "le": return SQLFragment("(low < ? OR (low >= ? AND high <= ?))", [low, low, high])
    case "sa": return SQLFragment("low >= ?", [high])
    case "eb": return SQLFragment("high <= ?", [low])
    default: return SQLFragment("low >= ? AND high <= ?", [low, high])
    }
  }

  /// On a column that holds one millisecond.
  func onInstant(_ column: String) -> SQLFragment {
    let (low, high) = (asked.low, asked.high)
    switch prefix {
    case "ne": return SQLFragment("(\(column) < ? OR \(column) >= ?)", [low, high])
    case "gt", "sa": return SQLFragment("\(column) >= ?", [high])
    case "lt", "eb": return SQLFragment("\(column) < ?", [low])
    case "ge": return SQLFragment("\(column) >= ?", [low])
    case "le": return SQLFragment("\(column) < ?", [high])
    default: return SQLFragment("\(column) >= ? AND \(column) < ?", [low, high])
    }
  }
}
