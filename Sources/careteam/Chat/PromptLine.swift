/// The prompt line at the bottom of a terminal: what to write to draw it, to take it away, and to put it back.
struct PromptLine: Sendable {
  private var drawn: LineLayout?

  /// Draws it in place of what was drawn before, on a terminal that may have become narrower since.
  mutating func draw(_ layout: LineLayout, columns: Int) -> String {
    var text = erase(columns: columns)
    text += layout.rows.joined(separator: "\r\n")
    let below = layout.rows.count - 1 - layout.cursorRow
    if below > 0 { text += "\u{1B}[\(below)A" }
    text += "\r"
    if layout.cursorColumn > 0 { text += "\u{1B}[\(layout.cursorColumn)C" }
    drawn = layout
    return text
  }

  /// Takes it away, with the cursor where it began.
  mutating func erase(columns: Int) -> String {
    guard let layout = drawn else { return "" }
    drawn = nil
    let above = Self.rowsAbove(layout, columns: max(1, columns))
    return "\r" + (above > 0 ? "\u{1B}[\(above)A" : "") + "\u{1B}[J"
  }

  /// Leaves it where it stands, with the cursor on a line of its own below it.
  mutating func leave() -> String {
    guard let layout = drawn else { return "" }
    drawn = nil
    let below = layout.rows.count - 1 - layout.cursorRow
    return (below > 0 ? "\u{1B}[\(below)B" : "") + "\r\n"
  }

  /// Forgets what was drawn: the screen was cleared, or somebody else has written on it.
  mutating func forget() { drawn = nil }

  /// Terminals that become narrower break the rows that no longer fit.
  private static func rowsAbove(_ layout: LineLayout, columns: Int) -> Int {
    let broken = layout.widths[..<layout.cursorRow].reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
    return broken + layout.cursorColumn / columns
  }
}
