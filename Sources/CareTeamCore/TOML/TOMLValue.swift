/// A value of a TOML document (TOML 1.0).
package indirect enum TOMLValue: Sendable, Equatable {
  case string(String)
  /// A boolean, a number, a date or a time, as it is written: of these careteam's configuration has `true` and `false` only.
  case bare(String)
  case array([TOMLValue])
  case table(TOMLTable)

  /// The text of a string.
  package var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The boolean; nil for any other value.
  package var boolean: Bool? {
    switch self {
    case .bare("true"): true
    case .bare("false"): false
    default: nil
    }
  }

  package var array: [TOMLValue]? { if case .array(let items) = self { items } else { nil } }

  package var table: TOMLTable? { if case .table(let table) = self { table } else { nil } }
}

/// A table of a TOML document: its keys in the order in which they came.
package struct TOMLTable: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package var key: String
    package var value: TOMLValue
    /// The line, counted from 1, on which the key, or its table's header, stands.
    package var line: Int
  }

  package var entries: [Entry]

  package subscript(key: String) -> TOMLValue? { entries.first { $0.key == key }?.value }
}

/// Why a text is no TOML document.
package struct TOMLError: Error, Equatable {
  /// Counted from 1.
  package var line: Int
  /// What is wrong there, and what to do.
  package var message: String
}
