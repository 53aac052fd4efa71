/// A table while its document is read: whether more may be added depends on how it came to be (TOML 1.0, “Table”).
final class TOMLNode {
  enum Origin {
    /// Named on the way to another table: `[a.b]` makes `a`.
    case implied
    /// By a header of its own.
    case header
    /// By a dotted key.
    case dotted
    /// In braces, which is all there is of it.
    case inline
  }

  enum Child {
    case value(TOMLValue)
    case table(TOMLNode)
    /// Of headers in double brackets.
    case tables([TOMLNode])
  }

  var origin: Origin
  /// How many tables it stands in.
  let depth: Int
  private var keys: [String] = []
  private var children: [String: (child: Child, line: Int)] = [:]

  init(_ origin: Origin, depth: Int) {
    self.origin = origin
    self.depth = depth
  }

  subscript(key: String) -> Child? { children[key]?.child }

  /// Adds a key or changes what it stands for; its first line stays.
  func set(_ key: String, _ child: Child, line: Int) {
    if children[key] == nil { keys.append(key) }
    children[key] = (child, children[key]?.line ?? line)
  }

  /// The line of a key; nil when there is none.
  func line(of key: String) -> Int? { children[key]?.line }

  /// What has been read, as a value.
  var table: TOMLTable {
    TOMLTable(
      entries: keys.compactMap { key in
        children[key].map { TOMLTable.Entry(key: key, value: Self.value($0.child), line: $0.line) }
      })
  }

  private static func value(_ child: Child) -> TOMLValue {
    switch child {
    case .value(let value): value
    case .table(let node): .table(node.table)
    case .tables(let nodes): .array(nodes.map { .table($0.table) })
    }
  }
}
