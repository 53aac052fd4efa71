/// Comma-separated values (RFC 4180) that a spreadsheet shows and does not run.
package enum CSV {
  /// What a spreadsheet takes a cell for a formula by, when it begins with it (CWE-1236).
  private static let active: Set<UInt8> = [
    UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D,
  ]

  /// A row, ended by CRLF.
  package static func row(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

  /// A cell: inert, and in quotes where it holds a comma, a quote or a line end.
  package static func cell(_ text: String) -> String {
    let inert = inert(text)
    guard inert.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return inert }
    var quoted: [UInt8] = [0x22]
    for byte in inert.utf8 {
      if byte == 0x22 { quoted.append(byte) }
      quoted.append(byte)
    }
    return String(decoding: quoted + [0x22], as: UTF8.self)
  }

  /// The text as it is, or behind an apostrophe where a spreadsheet would run it.
  package static func inert(_ text: String) -> String {
    text.utf8.first.map(active.contains) == true ? "'" + text : text
  }
}
