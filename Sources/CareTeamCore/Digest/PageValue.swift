/// What a template is given: texts, conditions, lists, and records of them by name.
package indirect enum PageValue: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral {
  /// A text, made safe to be read, and not yet escaped for where it is put.
  case text(String)
  case flag(Bool)
  case list([PageValue])
  case record([String: PageValue])

  package init(stringLiteral value: String) { self = .text(value) }
  package init(dictionaryLiteral elements: (String, PageValue)...) {
    self = .record(Dictionary(elements) { $1 })
  }

  /// A number as text.
  package static func number(_ value: Int) -> PageValue { .text(String(value)) }

  /// A text from outside in one line.
  package static func cell(_ value: String) -> PageValue { .text(SafeText.render(value, .cell)) }

  /// The value with every text in it escaped for HTML.
  package var escapedForHTML: PageValue {
    switch self {
    case .text(let text): .text(HTMLEscape.text(text))
    case .flag: self
    case .list(let values): .list(values.map(\.escapedForHTML))
    case .record(let members): .record(members.mapValues(\.escapedForHTML))
    }
  }
}

/// Text as HTML shows it.
package enum HTMLEscape {
  /// Scalar by scalar: `<` with a combining mark is one character to Swift and still opens a tag to a browser.
  package static func text(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output.append(contentsOf: "&amp;".unicodeScalars)
      case "<": output.append(contentsOf: "&lt;".unicodeScalars)
      case ">": output.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": output.append(contentsOf: "&quot;".unicodeScalars)
      case "'": output.append(contentsOf: "&#39;".unicodeScalars)
      default: output.append(scalar)
      }
    }
    return String(output)
  }
}
