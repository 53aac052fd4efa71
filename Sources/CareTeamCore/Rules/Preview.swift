extension MessagePreview {
  /// The most characters of a preview.
  package static let length = 120

  /// A text's beginning on one line: runs of white space become one space, cut at 120 characters.
  package static func preview(of text: String) -> String {
    if let plain = plainPreview(of: text) { return plain }
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

  /// The same of a text whose beginning is ASCII, without asking Unicode about each character: a load makes three of them a
  /// message.
  private static func plainPreview(of text: String) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length + 1)
    var isBetween = false
    for byte in text.utf8.prefix(4 * length) {
      guard byte < 0x80 else { return nil }
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        isBetween = !bytes.isEmpty
        continue
      }
      if isBetween { bytes.append(0x20) }
      isBetween = false
      bytes.append(byte)
    }
    let preview = String(decoding: bytes.prefix(length), as: UTF8.self)
    return bytes.count > length ? String(preview.dropLast()) + "…" : preview
  }
}
