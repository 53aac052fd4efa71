/// Text attributes on a terminal (ECMA-48 SGR), or nothing at all where colour is off.
struct Style: Sendable {
  /// What a piece of text is to look like.
  enum Attribute: String, Sendable, CaseIterable {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
  }

  /// Whether attributes are written.
  let isOn: Bool

  /// The text with the attributes around it; the text must be safe already.
  func apply(_ attributes: [Attribute], to text: String) -> String {
    guard isOn, !attributes.isEmpty, !text.isEmpty else { return text }
    return "\u{1B}[\(attributes.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
  }

  /// The text in bold.
  func bold(_ text: String) -> String { apply([.bold], to: text) }

  /// The text dimmed.
  func dim(_ text: String) -> String { apply([.dim], to: text) }

  /// The text in red, for what went wrong.
  func red(_ text: String) -> String { apply([.red], to: text) }
}
