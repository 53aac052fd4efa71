import CareTeamCore
@preconcurrency import Glibc

/// What the user set in config.toml (careteam-config(5)).
struct Configuration: Sendable, Equatable {
  /// The account used without `--account`.
  var account: String?
  /// How old the mailbox may be before `list`, `read` and `status` synchronise, in seconds.
  var maxAge: Int64 = 30
  /// The time allowed to an implicit synchronisation, in seconds.
  var syncTimeout: Int64 = 5
  /// The time allowed to the network, in seconds.
  var timeout: Int64 = 30
  /// How long to wait for another process that writes, in seconds.
  var lockWait: Int64 = 10
  /// How often `watch` asks a server that does not push, in seconds.
  var pollInterval: Int64 = 15
  /// The output format on a terminal, where it is not the table.
  var format: OutputFormat?
  /// A file of further root certificates, in PEM.
  var cacert: String?
  /// The dialect of an account's server, where it was not recognised.
  var dialects: [String: String] = [:]

  /// Whether photographs are sent with all that they say about themselves.
  var keepsMetadata = false
  /// The program that each file is given to before it is sent and after it was fetched.
  var scanCommand: String?
  /// The largest file that is sent, in bytes.
  var largestAttachment: Int64?
  /// In how many business days an answer is expected.
  var answerWithin: Int?
  /// A folder with templates of the digest.
  var templates: String?
  /// How digests are mailed.
  var mail = MailConfiguration()
  /// Whether what was sent and shown is logged.
  var log = true
  /// The programs that keep secrets.
  var secrets = SecretConfiguration()

  static let keys = [
    "account", "max-age", "sync-timeout", "timeout", "lock-wait", "poll-interval", "format", "cacert", "answer-within",
    "keep-metadata", "max-attachment-size", "scan-cmd", "templates", "dialect", "mail", "log", "secrets",
  ]

  /// Reads a configuration file; a missing one is an empty one.
  init(file: String, isRequired: Bool) throws(CareTeamError) {
    if access(file, F_OK) != 0 {
      // One that cannot be looked for may be there, and would be passed over.
      guard errno == ENOENT || errno == ENOTDIR else { throw Self.unreadable(file) }
      guard isRequired else { return }
      throw CareTeamError(.configuration, "there is no configuration file \(file); check --config")
    }
    guard let bytes = PrivateFile.read(file) else { throw Self.unreadable(file) }
    let table: TOMLTable
    do throws(TOMLError) {
      table = try TOMLParser.parse(bytes)
    } catch {
      throw CareTeamError(.configuration, "\(file):\(error.line): \(error.message)")
    }
    for entry in table.entries {
      let place = ConfigurationPlace(file: file, key: entry.key, line: entry.line)
      guard Self.keys.contains(entry.key) else { throw place.unknown(among: Self.keys) }
      try set(entry.key, entry.value, place)
    }
  }

  private mutating func set(_ key: String, _ value: TOMLValue, _ place: ConfigurationPlace)
    throws(CareTeamError)
  {
    switch key {
    case "account":
      let name = try place.string(value)
      guard AccountFolders.isValid(name) else { throw place.fault("must be the name of an account") }
      account = name
    case "max-age": maxAge = try place.duration(value)
    case "sync-timeout": syncTimeout = try place.duration(value)
    case "timeout": timeout = try place.duration(value)
    case "lock-wait": lockWait = try place.duration(value)
    case "poll-interval": pollInterval = max(1, try place.duration(value))
    case "cacert": cacert = try place.string(value)
    case "answer-within": answerWithin = try place.businessDays(value)
    case "templates": templates = try place.string(value)
    case "keep-metadata": keepsMetadata = try place.flag(value)
    case "scan-cmd": scanCommand = try place.string(value)
    case "max-attachment-size": largestAttachment = try place.byteCount(value)
    case "mail": mail = try MailConfiguration(value, place)
    case "log": log = try place.flag(value)
    case "secrets": secrets = try SecretConfiguration(value, place)
    case "format":
      guard let format = OutputFormat(rawValue: try place.string(value)), OutputFormat.general.contains(format) else {
        throw place.fault("must be one of \(OutputFormat.general.map(\.rawValue).joined(separator: ", "))")
      }
      self.format = format
    default:
      guard let table = value.table else { throw place.fault("must be a table of accounts and dialects") }
      for entry in table.entries {
        guard let name = entry.value.string, Dialect(named: name) != nil else {
          throw place.inside(entry).fault("must name one of \(Dialect.all.map(\.name).joined(separator: ", "))")
        }
        dialects[entry.key] = name
      }
    }
  }

  private static func unreadable(_ file: String) -> CareTeamError {
    CareTeamError(.configuration, "cannot read the configuration file \(file); check its permissions")
  }
}
