import CareTeamCore
import CareTeamTestSupport
import Testing

/// Cells that a spreadsheet shows and does not run, and that another program reads back.
@Suite struct CSVTests {
  @Test(
    arguments: [
      ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"no\"", "\"say \"\"no\"\"\""), ("a\nb", "\"a\nb\""),
      ("a\r\nb", "\"a\r\nb\""), ("=1+1", "'=1+1"), ("+41", "'+41"), ("-rf", "'-rf"), ("@SUM(1)", "'@SUM(1)"),
      ("\t=1", "'\t=1"), ("\r=1", "\"'\r=1\""), ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
      ("1=1", "1=1"), ("a-b", "a-b"), ("'=1", "'=1"), (" =1", " =1"), ("=\u{301}1", "'=\u{301}1"),
      ("日本, 語", "\"日本, 語\""),
    ])
  func `a cell is written so`(text: String, cell: String) { #expect(CSV.cell(text) == cell) }

  @Test func `a row of any texts is read back as the same texts, and none of them begins a formula`() {
    for text in HostileText.corpus + ["\"", "\"\"", ",", "\r", "\n", "\"\r\n,\"", "=\"a\"\n"] {
      let cells = read(CSV.row(["c1", text, ""]))
      #expect(cells == ["c1", CSV.inert(text), ""], "\(text.debugDescription)")
      #expect(!"=+-@\t\r".utf8.contains(cells[1].utf8.first ?? 0x20))
      #expect(CSV.inert(text) == text || CSV.inert(text) == "'" + text)
    }
  }

  /// The cells of one row by the grammar of RFC 4180.
  private func read(_ row: String) -> [String] {
    var cells: [[UInt8]] = [[]]
    var isQuoted = false
    var bytes = Array(row.utf8)
    #expect(bytes.suffix(2) == [0x0D, 0x0A])
    bytes.removeLast(2)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x22, isQuoted, index < bytes.count, bytes[index] == 0x22 {
        cells[cells.count - 1].append(byte)
        index += 1
      } else if byte == 0x22 {
        isQuoted.toggle()
      } else if byte == 0x2C, !isQuoted {
        cells.append([])
      } else {
        cells[cells.count - 1].append(byte)
      }
    }
    return cells.map { String(decoding: $0, as: UTF8.self) }
  }
}
