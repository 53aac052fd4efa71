import CareTeamCore

/// Rows in columns that stand straight in any script and never pass the terminal's width.
struct Table: Sendable {
  /// A column and how it gives way when the terminal is narrow.
  struct Column: Sendable {
    var title: String
    /// The cells it keeps when it shrinks, and the most it takes; a column without a maximum takes what its values need.
    var minimum = 4
    var maximum: Int?
    var isFlexible = false
    var isAlignedRight = false
    /// The column with the highest number goes first when shrinking does not help.
    var priority = 0
  }

  /// One value, as it came, and how it looks where colour is on.
  struct Cell: Sendable, ExpressibleByStringInterpolation {
    var text: String
    var attributes: [Style.Attribute] = []

    init(_ text: String, _ attributes: Style.Attribute...) {
      self.text = text
      self.attributes = attributes
    }

    init(stringLiteral value: String) { self.init(value) }
  }

  var columns: [Column]
  /// As many cells a row as there are columns.
  var rows: [[Cell]]

  /// The table with its header, every line at most this many terminal cells.
  func rendered(width: Int, style: Style) -> String {
    let titles = columns.map { Cell($0.title, .bold) }
    let safe = ([titles] + rows).map { row in
      row.map { cell -> Cell in
        var cell = cell
        cell.text = SafeText.render(cell.text, .cell)
        return cell
      }
    }
    let layout = TableLayout(columns: columns, natural: naturalWidths(of: safe), width: max(1, width))
    return safe.map { line($0, layout, style) + "\n" }.joined()
  }

  private func naturalWidths(of rows: [[Cell]]) -> [Int] {
    columns.indices.map { index in
      let widest = rows.map { index < $0.count ? DisplayWidth.cells(of: $0[index].text) : 0 }.max() ?? 0
      return max(1, min(widest, columns[index].maximum ?? widest))
    }
  }

  private func line(_ row: [Cell], _ layout: TableLayout, _ style: Style) -> String {
    var line = ""
    var spaces = 0
    for (position, width) in layout.widths where position < row.count {
      let text = row[position].text.truncated(toCells: width)
      let missing = width - DisplayWidth.cells(of: text)
      let isRight = columns[position].isAlignedRight
      if !text.isEmpty {
        line += String(repeating: " ", count: spaces + (isRight ? missing : 0))
        line += style.apply(row[position].attributes, to: text)
        spaces = isRight ? 0 : missing
      } else {
        spaces += missing
      }
      spaces += TableLayout.gap
    }
    return line
  }
}
