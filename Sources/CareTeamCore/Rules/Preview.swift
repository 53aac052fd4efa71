extension MessagePreview {
  /// The most characters of a preview.
  package static let length = 120

  /// A text's beginning on one line: runs of white space become one space, cut at 120 characters.
  package static func preview(of text: String) -> String {
    var preview = ""
    var count = 0
    for word in text.prefix(4 * length).split(whereSeparator: \.isWhitespace) {
      let piece = (preview.isEmpty ? "" : " ") + word
      count += piece.count
      preview += piece
      if count > length { return String(preview.prefix(length - 1)) + "…" }
    }
    return preview
  }
}
