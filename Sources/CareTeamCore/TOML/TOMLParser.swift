/// Reads a TOML document (TOML 1.0).
///
/// Values that are neither strings, arrays nor tables are kept as they are written; see `TOMLValue.bare`.
package struct TOMLParser {
  /// The most tables and arrays inside each other.
  static let deepest = 64

  var scanner: TOMLScanner
  private let root = TOMLNode(.header, depth: 0)
  /// Where keys go: the table of the last header.
  private var current: TOMLNode

  private init(_ bytes: [UInt8]) throws(TOMLError) {
    scanner = try TOMLScanner(bytes)
    current = root
  }

  /// Reads a document; throws `TOMLError` at the first thing that is wrong.
  package static func parse(_ bytes: [UInt8]) throws(TOMLError) -> TOMLTable {
    var parser = try TOMLParser(bytes)
    while !parser.scanner.isAtEnd { try parser.readLine() }
    return parser.root.table
  }

  private mutating func readLine() throws(TOMLError) {
    scanner.skipBlanks()
    switch scanner.next {
    case nil, UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#"): break
    case UInt8(ascii: "["): try readHeader()
    default: try readPair(into: current)
    }
    try scanner.endLine()
  }

  private mutating func readHeader() throws(TOMLError) {
    let line = scanner.line
    scanner.advance()
    let isOfArray = scanner.skip("[")
    let path = try readKey("a table needs a name, such as [mail]")
    guard scanner.skip("]"), !isOfArray || scanner.skip("]") else {
      throw scanner.fault("the name of a table is not closed; write [\(path.joined(separator: "."))]")
    }
    var node = root
    for key in path.dropLast() { node = try step(from: node, to: key, .implied, line) }
    let name = path[path.count - 1]
    switch node[name] {
    case nil:
      current = try child(of: node, .header, line)
      node.set(name, isOfArray ? .tables([current]) : .table(current), line: line)
    case .table(let table) where !isOfArray && table.origin == .implied:
      table.origin = .header
      current = table
    case .tables(let tables) where isOfArray:
      current = try child(of: node, .header, line)
      node.set(name, .tables(tables + [current]), line: line)
    default: throw twice(name, in: node, line)
    }
  }

  /// Reads a key, dotted or not, and its value.
  mutating func readPair(into table: TOMLNode) throws(TOMLError) {
    let line = scanner.line
    let path = try readKey("this is no key")
    guard scanner.skip("=") else { throw scanner.fault("a key needs a value: \(path.joined(separator: ".")) = \"…\"") }
    scanner.skipBlanks()
    var node = table
    for key in path.dropLast() { node = try step(from: node, to: key, .dotted, line) }
    let name = path[path.count - 1]
    guard node[name] == nil else { throw twice(name, in: node, line) }
    if scanner.next == UInt8(ascii: "{") {
      let inline = try child(of: node, .inline, line)
      node.set(name, .table(inline), line: line)
      try readInlineTable(into: inline)
    } else {
      node.set(name, .value(try readValue(depth: node.depth + 1)), line: line)
    }
  }

  /// The table below a key on the way to another one, made when there is none.
  private func step(
    from node: TOMLNode, to key: String, _ origin: TOMLNode.Origin, _ line: Int
  ) throws(TOMLError) -> TOMLNode {
    switch node[key] {
    case nil:
      let made = try child(of: node, origin, line)
      node.set(key, .table(made), line: line)
      return made
    case .table(let table) where table.origin == .dotted || origin == .implied && table.origin != .inline: return table
    case .table(let table) where table.origin == .implied:
      table.origin = .dotted
      return table
    case .tables(let tables) where origin == .implied: return tables[tables.count - 1]
    default: throw twice(key, in: node, line)
    }
  }

  func child(of node: TOMLNode, _ origin: TOMLNode.Origin, _ line: Int) throws(TOMLError) -> TOMLNode {
    guard node.depth < Self.deepest else { throw TOMLError(line: line, message: "too many tables in each other") }
    return TOMLNode(origin, depth: node.depth + 1)
  }

  private func twice(_ key: String, in node: TOMLNode, _ line: Int) -> TOMLError {
    let first = node.line(of: key) ?? line
    let place = first == line ? "" : ", first on line \(first)"
    return TOMLError(line: line, message: "‘\(key)’ is there twice\(place)")
  }

  private mutating func readKey(_ fault: String) throws(TOMLError) -> [String] {
    var path: [String] = []
    repeat {
      scanner.skipBlanks()
      switch scanner.next {
      case UInt8(ascii: "\""): path.append(try scanner.takeBasicString())
      case UInt8(ascii: "'"): path.append(try scanner.takeLiteralString())
      default:
        let name = scanner.take(while: TOMLScanner.isBareKey)
        guard !name.isEmpty else { throw scanner.fault(fault) }
        path.append(name)
      }
      scanner.skipBlanks()
    } while scanner.skip(".")
    return path
  }
}
