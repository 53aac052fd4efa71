import CareTeamCore

extension Presentation.Paragraph {
  /// The most cells of a line that is comfortable to read.
  private static let widest = 100

  /// The paragraph as lines of a terminal of this many columns, each with its line end: safe to print.
  func text(columns: Int, style: Style) -> String {
    switch self {
    case .heading(let text): return style.bold(SafeText.render(text, .cell)) + "\n"
    case .line(let text): return SafeText.render(text, .cell) + "\n"
    case .body(let text):
      let width = max(20, min(columns, Self.widest) - 2)
      return SafeText.render(text, .body).wrapped(toCells: width).map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
    }
  }
}
