import CareTeamCore
import Foundation
import GRDB

/// Fills the index tables from a resource.
struct SearchIndex {
  let db: Database
  /// The absolute base, so that absolute references to this server are found too.
  let base: String

  /// Removes every row of a resource.
  func remove(key: Int64) throws {
    for kind in [SearchParameter.Kind.token, .reference, .date, .string] {
      try db.cachedStatement(sql: "DELETE FROM \(kind.table) WHERE key = ?").execute(arguments: [key])
    }
  }

  /// Adds the rows of a resource.
  func add(_ resource: JSON, type: String, key: Int64) throws {
    for parameter in SearchParameter.all(of: type) {
      for value in parameter.paths.flatMap({ JSONPath.values($0, in: resource) }) {
        try add(value, parameter, type: type, key: key)
      }
    }
  }

  /// Text as it is compared: without case and accents (FHIR R4 §3.1.1.4.8).
  static func folded(_ text: String) -> String {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
  }

  private func add(_ value: JSON, _ parameter: SearchParameter, type: String, key: Int64) throws {
    switch parameter.kind {
    case .token:
      for token in Self.tokens(value) {
        try insert(parameter, "system, code", [key, type, parameter.name, token.system, token.code])
      }
    case .reference:
      guard let target = target(of: value), parameter.targets.isEmpty || parameter.targets.contains(target.type) else {
        return
      }
      try insert(parameter, "target_type, target_id", [key, type, parameter.name, target.type, target.id])
    case .date:
      guard let range = DateRange(value) else { return }
      try insert(parameter, "low, high", [key, type, parameter.name, range.low, range.high])
    case .string:
      for text in Self.strings(value) {
        try insert(parameter, "value, exact", [key, type, parameter.name, Self.folded(text), text])
      }
    }
  }

  private func insert(_ parameter: SearchParameter, _ columns: String, _ values: StatementArguments) throws {
    let sql = "INSERT INTO \(parameter.kind.table) (key, type, param, \(columns)) VALUES (?, ?, ?, ?, ?)"
    try db.cachedStatement(sql: sql).execute(arguments: values)
  }

  /// What a reference leads to; of something beyond this server the whole text is the id, without a type.
  private func target(of value: JSON) -> (type: String, id: String)? {
    guard let text = value["reference"]?.string ?? value.string else { return nil }
    guard let reference = Reference(text, base: base) else { return ("", text) }
    return (reference.type, reference.id)
  }

  private static func tokens(_ value: JSON) -> [(system: String, code: String)] {
    switch value {
    case .string(let code): return [("", code)]
    case .bool(let flag): return [("", flag ? "true" : "false")]
    case .object:
      let codings = value["coding"].map(\.array) ?? [value]
      return codings.compactMap { coding in
        guard let code = coding["code"]?.string ?? coding["value"]?.string else { return nil }
        return (coding["system"]?.string ?? "", code)
      }
    default: return []
    }
  }

  private static func strings(_ value: JSON) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let values): values.flatMap(strings)
    case .object(let name):
      ["text", "family", "given", "prefix", "suffix"].compactMap { name[$0] }.flatMap(strings)
    default: []
    }
  }
}
