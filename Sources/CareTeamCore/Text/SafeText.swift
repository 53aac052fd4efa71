/// Text from outside made harmless for a terminal (CWE-150): the one way to human output, used when rendering only.
///
/// No isolate controls are written: each line is a bidirectional paragraph of its own (UAX #9, P1), and every control
/// that could reach beyond it has been removed or spelled out.
package enum SafeText {
  /// Where the text is shown.
  package enum Style: Sendable {
    /// One line in a table or a sentence: line breaks become spaces, invisible scalars go.
    case cell
    /// The text of a message: line feeds stay, bidirectional controls are spelled out.
    case body
  }

  /// The most combining marks and joiners kept on one base.
  package static let mostMarks = 8

  /// The most scalars of a cell: no line that somebody reads is longer, and a name of a megabyte must not hold up a table.
  package static let longestCell = 2000

  /// The text with every control made visible or removed, so that it can only be read.
  package static func render(_ text: String, _ style: Style) -> String {
    let limit = style == .cell ? longestCell : .max
    if text.utf8.count <= limit, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    var output = String.UnicodeScalarView()
    var marks = 0
    var taken = 0
    for scalar in text.unicodeScalars {
      // What takes no place at all may come in floods, too.
      taken += 1
      if taken > limit { return String(output).shortened(to: longestCell - 1) + "…" }
      let isMark = isMark(scalar)
      if isMark, marks == mostMarks { continue }
      let shown = shown(scalar, style, after: output.last)
      guard let first = shown.first else { continue }
      // A mark without a letter of its own would be drawn onto what stands before the text.
      if output.isEmpty || output.last == "\n", isDrawnOntoAnother(first) { output.append("\u{25CC}") }
      output.append(contentsOf: shown)
      marks = isMark ? marks + 1 : 0
    }
    guard style == .cell, output.count > limit else { return String(output) }
    return String(output).shortened(to: longestCell - 1) + "…"
  }

  /// What is shown for a scalar; empty for what is left out.
  private static func shown(
    _ scalar: Unicode.Scalar, _ style: Style, after last: Unicode.Scalar?
  ) -> String.UnicodeScalarView {
    switch scalar.value {
    case 0x20..<0x7F: just(scalar)
    case 0x0A: style == .body ? just("\n") : last == " " ? .init() : just(" ")
    case 0x0D, 0xAD: .init()
    case 0x09: just(" ")
    case 0x85, 0x2028, 0x2029: just(style == .cell ? " " : "\n")
    case 0x00..<0x20: just(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
    case 0x7F: just("\u{2421}")
    case 0x80..<0xA0: spelled(scalar)
    case 0x100...: shownWide(scalar, style)
    default: just(scalar)
    }
  }

  private static func shownWide(_ scalar: Unicode.Scalar, _ style: Style) -> String.UnicodeScalarView {
    let properties = scalar.properties
    let isInvisible = properties.isDefaultIgnorableCodePoint || properties.generalCategory == .format
    let isNoncharacter = properties.isNoncharacterCodePoint
    guard isInvisible || isNoncharacter || properties.isBidiControl else {
      // Terminals differ in the width of a skin tone and of an enclosing mark: a table's columns would stand askew.
      let isUneven = properties.isEmojiModifier || properties.generalCategory == .enclosingMark
      return style == .body || !isUneven ? just(scalar) : .init()
    }
    if style == .body, isSpelled(scalar) { return spelled(scalar) }
    if style == .body, shapes(scalar) { return just(scalar) }
    return !properties.isDefaultIgnorableCodePoint && DisplayWidth.cells(of: scalar) > 0 ? just(scalar) : .init()
  }

  private static func just(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    String.UnicodeScalarView(CollectionOfOne(scalar))
  }

  /// Joiners and variation selectors, which letters and emoji are shaped by.
  private static func shapes(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x200C || scalar.value == 0x200D || scalar.properties.isVariationSelector
  }

  /// What a body shows by its number.
  private static func isSpelled(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isBidiControl || (0xE0000...0xE007F).contains(scalar.value)
  }

  /// What adds to a base without a place of its own: combining marks, joiners, selectors.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    if isSpelled(scalar) { return false }
    if scalar.properties.isDefaultIgnorableCodePoint { return true }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: return true
    default: return false
    }
  }

  private static func isDrawnOntoAnother(_ scalar: Unicode.Scalar) -> Bool {
    let category = scalar.properties.generalCategory
    return category == .nonspacingMark || category == .enclosingMark
  }

  private static func spelled(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    return "<U+\(padded)>".unicodeScalars
  }
}
