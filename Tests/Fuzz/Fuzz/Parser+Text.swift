import CareTeamCore

extension Parser {
  /// Human output: harmless in both styles, the same when rendered again, never wider than it may be.
  static let text = Parser(name: "text") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let cell = SafeText.render(text, .cell)
    hold(cell.unicodeScalars.allSatisfy { !isActive($0) }, "a cell is harmless")
    hold(same(SafeText.render(cell, .cell), cell), "a cell stays as it is")
    let body = SafeText.render(text, .body)
    hold(body.unicodeScalars.allSatisfy { $0 == "\n" || !isActive($0) }, "a body is harmless")
    hold(same(SafeText.render(body, .body), body), "a body stays as it is")
    // Twenty is the least that the program wraps to; a letter with marks of their own width takes up to nine.
    let width = Int(bytes.first ?? 0) % 40 + 20
    hold(DisplayWidth.cells(of: cell.truncated(toCells: width)) <= width, "a cell is cut to \(width)")
    for line in body.wrapped(toCells: width) { hold(DisplayWidth.cells(of: line) <= width, "a line fits \(width)") }
    _ = MessagePreview.preview(of: text)
  }

  /// HTML: read to the end in one pass, to no more than its length allows.
  static let html = Parser(name: "html") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    _ = HTMLText.looksLikeHTML(text)
    let read = HTMLText.text(of: text)
    hold(read.utf8.count <= 20 * text.utf8.count, "text is not much longer than its HTML")
    hold(
      SafeText.render(read, .body).unicodeScalars.allSatisfy { $0 == "\n" || !isActive($0) }, "its text is harmless")
  }

  /// File names: one component, readable, short, and not a hidden one.
  static let filename = Parser(name: "filename") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let first = SafeFilename(text)
    for name in [first.name, first.numbered(2), first.numbered(999_999)] {
      hold(!name.isEmpty && name.utf8.count <= SafeFilename.mostBytes, "‘\(name)’ has a length")
      hold(
        !name.unicodeScalars.contains { "/\\\0".unicodeScalars.contains($0) || isActive($0) }, "‘\(name)’ is one name")
      hold(!name.hasPrefix(".") && !name.hasPrefix("-"), "‘\(name)’ is no hidden file and no option")
    }
    _ = MediaType.of(filename: text, kind: FileKind(prefix: bytes, end: bytes))
  }

  private static func same(_ left: String, _ right: String) -> Bool {
    left.unicodeScalars.elementsEqual(right.unicodeScalars)
  }
}
