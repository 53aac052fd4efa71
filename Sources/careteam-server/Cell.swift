import CareTeamCore

/// A field of a line with tabs between its fields.
enum Cell {
  /// A text as one field, and nothing that acts on a terminal.
  static func text(_ text: String) -> String { SafeText.render(text, .cell) }
}
