import CareTeamCore
@preconcurrency import Glibc

/// The table `[mail]` of config.toml: how digests are mailed.
struct MailConfiguration: Sendable, Equatable {
  /// Where the password is read from; it never stands in the configuration itself.
  enum Password: Sendable, Equatable {
    /// A file that its owner alone may read.
    case file(String)
    /// A program that prints it.
    case command([String])
  }

  static let keys = ["server", "from", "to", "user", "password-file", "password-command", "starttls"]

  var server: MailServer?
  var from: MailAddress?
  /// Who gets a digest for which nobody is named.
  var to: [MailAddress] = []
  var user: String?
  var password: Password?
  /// Whether a connection in the clear must turn to TLS; nil leaves it to where the server is.
  var starttls: Bool?

  /// Nothing is configured.
  init() {}

  /// Reads the table.
  init(_ value: TOMLValue, _ place: ConfigurationPlace) throws(CareTeamError) {
    guard let table = value.table else { throw place.fault("must be a table: [mail]") }
    for entry in table.entries {
      let inside = place.inside(entry)
      guard Self.keys.contains(entry.key) else { throw inside.unknown(among: Self.keys) }
      try set(entry.key, entry.value, inside)
    }
    if let server, !server.isLoopback, starttls == false, !server.isImplicitTLS {
      let starttls = table.entries.first { $0.key == "starttls" }
      throw (starttls.map(place.inside) ?? place).fault("can be false for a server on this machine only")
    }
  }

  private mutating func set(
    _ key: String, _ value: TOMLValue, _ place: ConfigurationPlace
  ) throws(CareTeamError) {
    switch key {
    case "server":
      guard let server = MailServer(try place.string(value)) else {
        throw place.fault("must be an address such as \"smtps://mail.example.org\" or \"smtp://mail.example.org:587\"")
      }
      self.server = server
    case "from": from = try Self.address(try place.string(value), place)
    case "to":
      guard let items = value.array else {
        to = [try Self.address(try place.string(value), place)]
        return
      }
      for item in items { to.append(try Self.address(try place.string(item), place)) }
    case "user": user = try place.string(value)
    case "password-file": password = .file(try place.string(value))
    case "password-command":
      guard let words = try? ShellWords.split(try place.string(value)), !words.isEmpty else {
        throw place.fault("must be a command; its quotes must match")
      }
      password = .command(words)
    default: starttls = try place.flag(value)
    }
  }

  private static func address(_ text: String, _ place: ConfigurationPlace) throws(CareTeamError) -> MailAddress {
    do throws(MailAddressError) { return try MailAddress(text) } catch {
      throw place.fault("is wrong: \(error.message)")
    }
  }
}
