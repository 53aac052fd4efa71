import CareTeamCore

/// The table `[secrets]` of config.toml: the programs that keep secrets for `--secrets command`.
struct SecretConfiguration: Sendable, Equatable {
  static let keys = ["get", "store", "erase"]

  /// Prints a secret, by words in which `%a` is the account and `%n` the secret's name.
  var get: [String]?
  /// Keeps what is on its standard input.
  var store: [String]?
  /// Forgets a secret.
  var erase: [String]?

  /// Nothing is configured.
  init() {}

  /// Reads the table.
  init(_ value: TOMLValue, _ place: ConfigurationPlace) throws(CareTeamError) {
    guard let table = value.table else { throw place.fault("must be a table: [secrets]") }
    for entry in table.entries {
      let inside = place.inside(entry)
      guard Self.keys.contains(entry.key) else { throw inside.unknown(among: Self.keys) }
      let words = try Self.words(entry.value, inside)
      switch entry.key {
      case "get": get = words
      case "store": store = words
      default: erase = words
      }
    }
    guard get != nil else { throw place.fault("needs ‘get’, the command that prints a secret") }
  }

  private static func words(
    _ value: TOMLValue, _ place: ConfigurationPlace
  ) throws(CareTeamError) -> [String] {
    guard let words = try? ShellWords.split(try place.string(value)), !words.isEmpty else {
      throw place.fault("must be a command; its quotes must match")
    }
    // Without the name two secrets would be kept as one, and a mailbox's key lost under a token.
    guard words.contains(where: { $0.contains("%n") }), words.contains(where: { $0.contains("%a") }) else {
      throw place.fault("must have %a, the account, and %n, the name of the secret, in it")
    }
    return words
  }
}
