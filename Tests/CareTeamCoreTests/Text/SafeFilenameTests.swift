import CareTeamCore
import Testing

@Suite struct SafeFilenameTests {
  static let traversals = [
    "../../etc/passwd", "..\\..\\windows\\system32\\x.dll", "/etc/shadow", "C:\\boot.ini", "....//....//x", "..", ".",
    "", "   ",
    "/", "\\", "a/..", ".bashrc", "-rf", "--help", ".-.-x", "x\0.pdf", "a\u{202E}fdp.exe", "a\nb.pdf",
    "\u{1B}]0;t\u{07}.txt", "CON",
    "CON .txt", "con.txt", "AUX" + String(repeating: " ", count: 200) + "x", "nul", "COM1.log", "lpt9", "COM¹",
    "name. . .", "a:b", "a|b?c*.txt", "x.tar.gz", "～/x",
    "%2e%2e%2f",
    "．．／x",
    "\u{E0041}\u{200B}", "~root", String(repeating: "a", count: 400) + ".pdf",
    String(repeating: "日", count: 200) + ".jpeg",
    "x." + String(repeating: "y", count: 300), "👨‍👩‍👧.png", "\u{2028}.txt", "aux.", ".. /x", "\u{FF0E}\u{FF0E}",
    "-\u{301}.x",
  ]

  @Test(arguments: traversals) func `a name from outside is one harmless component`(raw: String) {
    for name in [SafeFilename(raw).name, SafeFilename(raw).numbered(2)] {
      #expect(!name.isEmpty && name.utf8.count <= 150)
      #expect(!name.utf8.contains { $0 == 0x2F || $0 == 0x5C || $0 < 0x20 || $0 == 0x7F })
      #expect(name.utf8.first != UInt8(ascii: ".") && name.utf8.first != UInt8(ascii: "-"))
      #expect(!name.hasSuffix(".") && !name.hasSuffix(" "))
      #expect(
        !name.unicodeScalars.contains { $0.properties.isBidiControl || $0.properties.isDefaultIgnorableCodePoint })
    }
    #expect(SafeFilename(SafeFilename(raw).name) == SafeFilename(raw))
  }

  @Test(arguments: [
    ("lab results.pdf", "lab results.pdf"), ("../../etc/passwd", "passwd"), ("C:\\dir\\scan.png", "scan.png"),
    ("résumé.doc", "résumé.doc"), ("e\u{301}.txt", "\u{E9}.txt"), ("", "attachment"), ("..", "attachment"),
    (".profile", "profile"), ("-rf", "rf"), ("con.txt", "_con.txt"), ("x.pdf. ", "x.pdf"), ("日本.pdf", "日本.pdf"),
    ("a\u{202E}fdp.exe", "afdp.exe"),
  ])
  func `a good name stays as it is`(raw: String, name: String) {
    #expect(Array(SafeFilename(raw).name.unicodeScalars) == Array(name.unicodeScalars))
  }

  @Test func `a long name keeps its extension and whole characters`() {
    let long = SafeFilename(String(repeating: "日", count: 200) + ".jpeg")
    #expect(long.name == String(repeating: "日", count: 48) + ".jpeg")
    #expect(long.numbered(12).hasSuffix("日 (12).jpeg"))
    #expect(SafeFilename("name.pdf").numbered(2) == "name (2).pdf")
    #expect(SafeFilename("name").numbered(3) == "name (3)")
  }
}
