import CareTeamCore
import Testing

struct TOMLParserTests {
  private func read(_ text: String) throws -> TOMLTable { try TOMLParser.parse(Array(text.utf8)) }

  @Test(arguments: [
    (#"a = "b\tc\u00e9\U0001F600\\\"""#, "b\tcé😀\\\""), (#"a = 'C:\temp\"'"#, #"C:\temp\""#),
    ("a = \"\"\"\none\n  two\"\"\"", "one\n  two"), ("a = \"\"\"one \\\n\n   two\"\"\"", "one two"),
    ("a = \"\"\"x\"\"\"\"\"", "x\"\""), ("a = '''\r\nit's''' # c", "it's"), ("a = \"\"", ""), ("a=''", ""),
    ("\u{FEFF}a = 'x'\r\n", "x"), ("\"a\" = 'x'", "x"), ("'a'\t=\t'x'\t", "x"), ("a = '[x] # {'", "[x] # {"),
  ])
  func `a string is read`(text: String, string: String) throws {
    #expect(try read(text)["a"]?.string == string)
  }

  @Test func `values that careteam has no use for are kept as they are written`() throws {
    let table = try read("a = true\nb = -1_000\nc = 1979-05-27T07:32:00Z\nd = +inf\ne = false")
    #expect(
      table.entries.map(\.value) == ["true", "-1_000", "1979-05-27T07:32:00Z", "+inf", "false"].map { .bare($0) })
    #expect(table["a"]?.boolean == true && table["e"]?.boolean == false && table["b"]?.boolean == nil)
  }

  @Test func `tables come by headers, dotted keys and braces`() throws {
    let table = try read(
      """
      x.y = 'dotted'   # and more
      x.z."a b" = '1'
      [a.b]
      c = 'deep'
      [a]
      d = { e = [ 'one', # of two
                  "two", ], f.g = '' }
      [x.w]
      v = '2'
      [[list]]
      n = '1'
      [list.sub]
      m = 'of 1'
      [[list]]
      """)
    #expect(table.entries.map(\.key) == ["x", "a", "list"])
    #expect(table.entries.map(\.line) == [1, 3, 10])
    #expect(
      table["x"]?.table?["z"]?.table?["a b"]?.string == "1" && table["x"]?.table?["w"]?.table?["v"]?.string == "2")
    let a = try #require(table["a"]?.table)
    let deep = try #require(a["b"]?.table?.entries.first)
    #expect(deep.key == "c" && deep.value == .string("deep") && deep.line == 4)
    #expect(a["d"]?.table?["e"]?.array == [.string("one"), .string("two")])
    #expect(a["d"]?.table?["f"]?.table?["g"]?.string == "")
    let list = try #require(table["list"]?.array)
    #expect(list.map { $0.table?.entries.map(\.key) } == [["n", "sub"], []])
  }

  @Test(arguments: [
    ("a = 'x'\na = 'y'", 2), ("a.b = 'x'\na = 'y'", 2), ("a = 'x'\na.b = 'y'", 2), ("[a]\n[a]", 2),
    ("[a]\nb.c = ''\n[a.b]", 3), ("a = {}\n[a.b]", 2), ("a = { b = '' }\na.c = ''", 2), ("[a.b.c]\n[a]\nb.c.d = ''", 3),
    ("[[a]]\n[a]", 2), ("[a]\n[[a]]", 2), ("a = []\n[[a]]", 2), ("a = { b = '', b = '' }", 1),
  ])
  func `nothing is there twice`(text: String, line: Int) {
    let error = #expect(throws: TOMLError.self) { try read(text) }
    #expect(error?.line == line && error?.message.contains("twice") == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    "a", "a =", "a = b c", "a = 'x' 'y'", "= 'x'", ". = 'x'", "a. = 'x'", "a..b = 'x'", "a b = 'x'", "[a", "[a]]",
    "[[a]",
    "[]", "[a] b = 'x'", "a = \"x", "a = 'x\n'", "a = \"\"\"x", "a = '''x''", #"a = "\x""#, #"a = "\ud800""#,
    #"a = "\u12"#,
    #"a = "\U00110000""#, "a = [", "a = ['x' 'y']", "a = [,]", "a = ['x',,]", "a = {", "a = { b = '',\n c = '' }",
    "a = { b = '', }", "a = { b }", "a = {\n}", "a = }", "a = 'x'\rb = 'y'", "a = 'x'\r", "a = 'x\u{7}'", "# \u{1}",
    "a = \u{2028}'x'",
    "a = 'x' \u{FEFF}", "\u{FEFF}\u{FEFF}a = 'x'", "\"\"\"a\"\"\" = 'x'",
  ])
  func `what is no TOML is refused`(text: String) {
    #expect(throws: TOMLError.self) { try read(text) }
  }

  @Test func `a line is counted through strings and arrays`() {
    let text = "a = '''\n\n'''\nb = [\n'x', # y\n\n]\nc = \"\"\"\\\n\n\"\"\"\n?"
    #expect(#expect(throws: TOMLError.self) { try read(text) }?.line == 11)
    let error = #expect(throws: TOMLError.self) { try TOMLParser.parse(Array("a = ''\n# ".utf8) + [0xC3, 0x28]) }
    #expect(error?.line == 2 && error?.message == "this is not UTF-8; save the file in that encoding")
  }

  @Test func `depth has an end`() throws {
    for (open, close) in [("[", "]"), ("{a=", "}")] {
      let text = { (depth: Int) in
        "a = " + String(repeating: open, count: depth) + "''" + String(repeating: close, count: depth)
      }
      _ = try read(text(60))
      #expect(throws: TOMLError.self) { try read(text(65)) }
      #expect(throws: TOMLError.self) { try read(text(100_000)) }
    }
    #expect(throws: TOMLError.self) { try read("[" + String(repeating: "a.", count: 100) + "a]") }
  }
}
