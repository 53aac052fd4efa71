extension JSON {
  /// The same value with its texts made harmless for a terminal that shows them undecoded, as `jq -r` does (CWE-150): a
  /// message's `text` keeps its lines, every other text is one line. Keys and texts that only careteam writes do not change.
  package var safe: JSON { safe(.cell) }

  private func safe(_ style: SafeText.Style) -> JSON {
    switch self {
    case .null, .bool, .number: self
    case .string(let text): .string(SafeText.render(text, style))
    case .array(let values): .array(values.map { $0.safe(style) })
    case .object(let object):
      .object(
        JSONObject(
          object.members.map { key, value in
            (SafeText.render(key, .cell), value.safe(key == "text" ? .body : .cell))
          }))
    }
  }
}
