import CareTeamCore

/// Items as labelled lines, a blank line between them: for screen readers and narrow screens.
struct Records: Sendable {
  /// One labelled value.
  struct Field: Sendable {
    /// The program's own word for it.
    var label: String
    /// The value, as it came.
    var value: String
  }

  /// The items, in order.
  var items: [[Field]]

  /// The text, made safe; further lines of a value are indented, so that no value can pass for a label.
  func rendered(style: Style) -> String {
    items.map { item in item.map { line($0, style) }.joined() }.joined(separator: "\n")
  }

  private func line(_ field: Field, _ style: Style) -> String {
    let lines = SafeText.render(field.value, .body).split(separator: "\n", omittingEmptySubsequences: false)
    let value = lines.joined(separator: "\n  ")
    return style.bold(field.label + ":") + (value.isEmpty ? "" : " " + value) + "\n"
  }
}
