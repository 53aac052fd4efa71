/// One A4 page of text as a PDF 1.4 file (ISO 32000), in the standard Helvetica and Courier.
struct PDFPage {
  /// A line of text and where it stands, in points from the page's lower left corner.
  struct Line {
    var x: Int
    var y: Int
    var size: Int
    /// `F1` Helvetica, `F2` Helvetica bold, `F3` Courier.
    var font: String
    var text: String
  }

  /// What the document is called.
  var title: String
  /// The text, ASCII.
  var lines: [Line]

  /// The file.
  var bytes: [UInt8] {
    var out = "%PDF-1.4\n"
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(out.utf8.count)
      out += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = out.utf8.count
    out += "xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      out += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    out += "trailer\n<< /Size \(offsets.count + 1) /Root 1 0 R /Info 8 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return Array(out.utf8)
  }

  private var objects: [String] {
    let content = contentStream
    return [
      "<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        + "/Resources << /Font << /F1 5 0 R /F2 6 0 R /F3 7 0 R >> >> >>",
      "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
      Self.font("Helvetica"), Self.font("Helvetica-Bold"), Self.font("Courier"),
      "<< /Title (\(Self.escaped(title))) /Producer (careteam sample clinic) >>",
    ]
  }

  private var contentStream: String {
    lines.map { line in
      "BT /\(line.font) \(line.size) Tf 1 0 0 1 \(line.x) \(line.y) Tm (\(Self.escaped(line.text))) Tj ET"
    }.joined(separator: "\n")
  }

  private static func font(_ name: String) -> String {
    "<< /Type /Font /Subtype /Type1 /BaseFont /\(name) /Encoding /WinAnsiEncoding >>"
  }

  /// Literal strings escape their brackets and the backslash (ISO 32000-1 §7.3.4.2).
  private static func escaped(_ text: String) -> String {
    text.map { "()\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
