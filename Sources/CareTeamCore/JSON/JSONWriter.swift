extension JSON {
  /// How a value is written.
  package struct Style: Sendable {
    /// Members in the order of their keys' code units, for output that must not change between runs.
    package var sortedKeys: Bool
    /// Two spaces a level; otherwise on one line.
    package var indented: Bool

    /// What careteam prints for scripts: one line, sorted.
    package static let output = Style(sortedKeys: true, indented: false)
    /// What careteam prints for people who asked for JSON.
    package static let readable = Style(sortedKeys: true, indented: true)
    /// What goes over the wire: members as they were read.
    package static let wire = Style(sortedKeys: false, indented: false)
  }

  /// The value as UTF-8 text.
  package func bytes(_ style: Style = .wire) -> [UInt8] {
    var out: [UInt8] = []
    write(to: &out, style: style, level: 0)
    return out
  }

  /// The value as text.
  package func text(_ style: Style = .wire) -> String { String(decoding: bytes(style), as: UTF8.self) }

  private func write(to out: inout [UInt8], style: Style, level: Int) {
    switch self {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let literal): out.append(contentsOf: literal.utf8)
    case .string(let value): Self.writeString(value, to: &out)
    case .array(let values):
      Self.writeList(values, "[", "]", to: &out, style: style, level: level) { value, out in
        value.write(to: &out, style: style, level: level + 1)
      }
    case .object(let object):
      let members = style.sortedKeys ? object.members.sorted { $0.key < $1.key } : object.members
      Self.writeList(members, "{", "}", to: &out, style: style, level: level) { member, out in
        Self.writeString(member.key, to: &out)
        out.append(contentsOf: (style.indented ? ": " : ":").utf8)
        member.value.write(to: &out, style: style, level: level + 1)
      }
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], _ open: StaticString, _ close: StaticString, to out: inout [UInt8], style: Style,
    level: Int, _ writeElement: (Element, inout [UInt8]) -> Void
  ) {
    out.append(open.utf8Start[0])
    for (index, element) in elements.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      if style.indented { newLine(level + 1, to: &out) }
      writeElement(element, &out)
    }
    if style.indented, !elements.isEmpty { newLine(level, to: &out) }
    out.append(close.utf8Start[0])
  }

  private static func newLine(_ level: Int, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\n"))
    out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
  }

  /// Strings are exact, but what could act on a terminal that shows the JSON is spelt out: C0, DEL, C1, the line
  /// separators, the bidirectional controls and the invisible tag characters.
  private static func writeString(_ value: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": out.append(contentsOf: "\\\"".utf8)
      case "\\": out.append(contentsOf: "\\\\".utf8)
      case "\n": out.append(contentsOf: "\\n".utf8)
      case "\r": out.append(contentsOf: "\\r".utf8)
      case "\t": out.append(contentsOf: "\\t".utf8)
      case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{61C}", "\u{200E}", "\u{200F}", "\u{2028}"..."\u{202E}",
        "\u{2066}"..."\u{2069}", "\u{E0000}"..."\u{E007F}":
        for unit in String(scalar).utf16 {
          let hex = String(unit, radix: 16)
          out.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - hex.count))\(hex)".utf8)
        }
      default: out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}
