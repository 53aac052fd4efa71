/// Which columns of a table are shown, and how many terminal cells each takes.
struct TableLayout: Sendable {
  /// Spaces between two columns.
  static let gap = 2

  /// The position of each column shown, from left to right, with its width.
  private(set) var widths: [(position: Int, width: Int)]

  /// Shrinks the flexible columns, widest first; then leaves out the least important; then cuts the last that is left.
  init(columns: [Table.Column], natural: [Int], width: Int) {
    widths = natural.enumerated().map { ($0.offset, $0.element) }
    while !shrink(columns, natural, to: width), widths.count > 1 {
      let worst = widths.indices.max { left, right in
        columns[widths[left].position].priority <= columns[widths[right].position].priority
      }
      widths.remove(at: worst ?? widths.count - 1)
    }
    if widths.count == 1 { widths[0].width = min(widths[0].width, width) }
  }

  /// Gives each flexible column its share; false when even their minimums are too wide.
  private mutating func shrink(_ columns: [Table.Column], _ natural: [Int], to width: Int) -> Bool {
    for index in widths.indices { widths[index].width = natural[widths[index].position] }
    var excess = widths.reduce(-Self.gap) { $0 + $1.width + Self.gap } - width
    while excess > 0 {
      let candidates = widths.indices.filter { index in
        let column = columns[widths[index].position]
        return column.isFlexible && widths[index].width > column.minimum
      }
      guard let widest = candidates.max(by: { widths[$0].width < widths[$1].width }) else { return false }
      let next = candidates.filter { $0 != widest }.map { widths[$0].width }.max() ?? 0
      let floor = columns[widths[widest].position].minimum
      let step = max(1, min(excess, widths[widest].width - max(floor, next)))
      widths[widest].width -= step
      excess -= step
    }
    return true
  }
}
