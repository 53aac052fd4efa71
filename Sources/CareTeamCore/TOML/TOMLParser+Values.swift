extension TOMLParser {
  /// Reads a value that is not a table in braces at a key; `depth` is in how many tables and arrays it stands.
  mutating func readValue(depth: Int) throws(TOMLError) -> TOMLValue {
    switch scanner.next {
    case UInt8(ascii: "\""):
      return .string(try scanner.skip("\"\"\"") ? scanner.takeLongBasicString() : scanner.takeBasicString())
    case UInt8(ascii: "'"):
      return .string(try scanner.skip("'''") ? scanner.takeLongLiteralString() : scanner.takeLiteralString())
    case UInt8(ascii: "["): return .array(try readArray(depth: depth))
    case UInt8(ascii: "{"):
      guard depth < Self.deepest else { throw scanner.fault("too many tables in each other") }
      let table = TOMLNode(.inline, depth: depth)
      try readInlineTable(into: table)
      return .table(table.table)
    default:
      let word = scanner.take(while: TOMLScanner.isWord)
      guard !word.isEmpty else {
        throw scanner.fault("a value must be a text in quotes, true, false, an array or a table")
      }
      return .bare(word)
    }
  }

  private mutating func readArray(depth: Int) throws(TOMLError) -> [TOMLValue] {
    guard depth < Self.deepest else { throw scanner.fault("too many arrays in each other") }
    scanner.advance()
    var items: [TOMLValue] = []
    while true {
      try scanner.skipLines()
      if scanner.skip("]") { return items }
      items.append(try readValue(depth: depth + 1))
      try scanner.skipLines()
      if scanner.skip("]") { return items }
      guard scanner.skip(",") else { throw scanner.fault("an array is not closed; write [\"…\", \"…\"]") }
    }
  }

  /// Reads a table in braces, which stands on one line.
  mutating func readInlineTable(into table: TOMLNode) throws(TOMLError) {
    scanner.advance()
    scanner.skipBlanks()
    if scanner.skip("}") { return }
    while true {
      try readPair(into: table)
      scanner.skipBlanks()
      if scanner.skip("}") { return }
      guard scanner.skip(",") else { throw scanner.fault("a table is not closed; write { key = \"…\" } on one line") }
    }
  }
}
