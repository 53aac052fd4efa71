/// What a file is by its content: the kinds that people exchange, and those that can do harm.
package struct FileKind: Sendable, Hashable {
  /// What opening it can do.
  package enum Risk: Sendable, Hashable {
    /// It is shown.
    case none
    /// It can carry a program of its own: scripts, macros, links that are followed.
    case active
    /// It is a program.
    case program
  }

  /// As it is said to people.
  package let name: String
  /// The media type that it has.
  package let type: String
  /// Other media types by which it is declared.
  let aliases: Set<String>
  /// The suffixes that it has, the first of which is the usual one.
  let suffixes: [String]
  package let risk: Risk
  /// Whether its content shows what it is; text can be anything.
  let isCertain: Bool

  init(
    _ name: String, _ type: String, _ suffixes: [String], aliases: Set<String> = [], risk: Risk = .none,
    isCertain: Bool = true
  ) {
    self.name = name
    self.type = type
    self.suffixes = suffixes
    self.aliases = aliases
    self.risk = risk
    self.isCertain = isCertain
  }

  /// Whether a media type can be said of it.
  package func allows(type: String) -> Bool {
    let bare = Self.bare(type)
    if bare.isEmpty || bare == MediaType.unknown || bare == "binary/octet-stream" { return true }
    if bare == self.type || aliases.contains(bare) { return true }
    return !isCertain && Self.declared(type: bare)?.isCertain != true
  }

  /// Whether a file name of this suffix can be its.
  package func allows(suffix: String) -> Bool {
    if suffixes.contains(suffix) { return true }
    guard let named = Self.named(suffix: suffix) else { return true }
    return !isCertain && !named.isCertain
  }

  /// A media type without its parameters, in lower case.
  static func bare(_ type: String) -> String {
    (type.split(separator: ";").first ?? "").lowercased().filter { !$0.isWhitespace }
  }

  /// The kind that a media type stands for.
  package static func declared(type: String) -> FileKind? {
    let bare = bare(type)
    return all.first { $0.type == bare } ?? all.first { $0.aliases.contains(bare) }
  }

  /// The kind that a suffix stands for.
  package static func named(suffix: String) -> FileKind? { all.first { $0.suffixes.contains(suffix) } }

  /// The suffix of a file name, in lower case; empty for one without.
  package static func suffix(of filename: String) -> String {
    let pieces = filename.split(separator: ".", omittingEmptySubsequences: false)
    return pieces.count > 1 ? pieces[pieces.count - 1].lowercased() : ""
  }
}
