import CareTeamCore

/// The line that is being typed as rows of a terminal.
struct LineLayout: Sendable, Equatable {
  /// The rows, safe to print; none is wider than the terminal less one cell, so that none makes the terminal wrap.
  private(set) var rows: [String] = []
  /// The cells of each row.
  private(set) var widths: [Int] = []
  private(set) var cursorRow = 0
  private(set) var cursorColumn = 0

  /// Lays out a text behind a prompt.
  ///
  /// - Parameters:
  ///   - height: the most rows; those around the cursor are kept.
  ///   - style: how the prompt looks.
  init(
    prompt: String, text: [Character], cursor: Int, columns: Int, height: Int, style: Style = Style(isOn: false)
  ) {
    let width = max(4, columns - 1)
    let prompt = prompt.truncated(toCells: max(2, width / 2))
    let indent = DisplayWidth.cells(of: prompt)
    var row = style.bold(prompt)
    var cells = indent
    for (index, character) in text.enumerated() {
      let shown = SafeText.render(String(character), .body)
      // There are more characters that end a line than the one that is typed.
      let piece = shown.contains("\n") ? "" : shown
      let size = DisplayWidth.cells(of: piece)
      if cells + size > width { finish(&row, &cells) }
      if index == cursor { noteCursor(at: cells) }
      if piece != shown {
        finish(&row, &cells)
        row = String(repeating: " ", count: indent)
        cells = indent
      }
      row += piece
      cells += size
    }
    if cursor >= text.count { noteCursor(at: cells) }
    finish(&row, &cells)
    keep(max(1, height))
  }

  private mutating func noteCursor(at cells: Int) {
    cursorRow = rows.count
    cursorColumn = cells
  }

  private mutating func finish(_ row: inout String, _ cells: inout Int) {
    rows.append(row)
    widths.append(cells)
    (row, cells) = ("", 0)
  }

  private mutating func keep(_ height: Int) {
    guard rows.count > height else { return }
    let first = min(max(0, cursorRow - height + 1), rows.count - height)
    rows = Array(rows[first..<(first + height)])
    widths = Array(widths[first..<(first + height)])
    cursorRow -= first
  }
}
