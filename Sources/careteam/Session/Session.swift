import CareTeamCore
import CareTeamMailbox
import CareTeamNetwork
import CareTeamStore
@preconcurrency import Glibc

/// One run of careteam: its options, environment and configuration, and what follows from them.
///
/// Opening the mailbox loads no network library; the way to the server is made when a command first asks for it.
struct Session: Sendable {
  private(set) var options: GlobalOptions
  private(set) var environment: Environment
  let configuration: Configuration
  private(set) var terminal: TerminalFacts
  /// What was sent and shown.
  let log: ActivityLog
  /// What `--timeout` leaves to this account's requests.
  private(set) var networkTime = NetworkTime()

  /// The session of a command line.
  init(_ options: GlobalOptions, environment: Environment = .process) throws(CareTeamError) {
    try OutputSchema.check(version: options.schema ?? OutputSchema.version)
    self.options = options
    self.environment = environment
    configuration = try Configuration(
      file: options.config ?? environment.configurationFile, isRequired: options.config != nil)
    if let file = options.cacert ?? configuration.cacert, access(file, R_OK) != 0 {
      throw CareTeamError(.configuration, "cannot read the certificates in \(file); check --cacert, or ‘cacert’")
    }
    terminal = TerminalFacts.current(environment: environment.variables, color: options.color ?? .auto)
    log = ActivityLog(folder: environment.stateFolder, isOn: configuration.log)
  }

  /// The same session for another account, which has a token of its own.
  func session(of account: String) -> Session {
    var other = self
    other.options.account = account
    other.environment = environment.without("CARETEAM_TOKEN_FILE")
    other.networkTime = NetworkTime()
    return other
  }

  /// The same session under a screen that draws its own last line, over which no progress bar may go.
  var forScreen: Session {
    var other = self
    other.terminal.isErrorTerminal = false
    return other
  }

  /// The time.
  var now: @Sendable () -> Instant { { Clock.now } }

  /// Whether the network must not be touched.
  var isOffline: Bool { options.offline || environment.isOn("CARETEAM_OFFLINE") }

  /// Whether nothing may be asked.
  var noInput: Bool { options.noInput || environment.isOn("CARETEAM_NO_INPUT") }

  /// The format of standard output: as asked for, else the configured one or a table on a terminal, else TSV.
  var format: OutputFormat {
    if options.isJSON { return .json }
    return options.format ?? (terminal.isOutputTerminal ? configuration.format ?? .table : .tsv)
  }

  /// A file of further root certificates.
  var cacert: String? { options.cacert ?? configuration.cacert }

  /// The fields that are asked for; nil for all of them.
  var fields: FieldSelection? { FieldSelection(options.fields) }

  /// The end of the time a command allows the network: with `--timeout` the same for all it asks, else for what it asks now.
  var deadline: Deadline {
    options.timeout.map { networkTime.deadline($0.duration) } ?? Deadline(.seconds(configuration.timeout))
  }

  /// The end of the time allowed to a transfer, which only `--timeout` bounds: bytes that move are progress.
  var transferDeadline: Deadline { options.timeout == nil ? Deadline(nil) : deadline }

  /// How long to wait for another process that writes.
  var lockWait: Duration { options.lockWait?.duration ?? .seconds(configuration.lockWait) }

  /// The account's name: as asked for, else the one in use, else the only one, else `default`.
  func accountName() throws(CareTeamError) -> String {
    let name =
      options.account ?? environment["CARETEAM_ACCOUNT"] ?? configuration.account
      ?? AccountFolders(session: self).inUse
    guard AccountFolders.isValid(name) else {
      throw CareTeamError(
        .usage, "‘\(name)’ is no account name; use letters, digits, ‘.’, ‘-’ and ‘_’, beginning with a letter or digit")
    }
    return name
  }

  /// The folder of an account's mailbox.
  func folder(of account: String) -> String { "\(environment.dataFolder)/\(account)" }

  /// The account's mailbox on this machine.
  ///
  /// - Throws: `noAccount` when nobody has logged in.
  func store() throws(CareTeamError) -> MailboxStore {
    let name = try accountName()
    do throws(StoreError) {
      return try MailboxStore(directory: folder(of: name), lockWait: lockWait, create: false, keys: keys(of: name))
    } catch {
      if case .missing = error { throw Self.noAccount(name, known: AccountFolders(session: self).names) }
      throw CareTeamError(error)
    }
  }

  /// The account's mailbox with its server.
  func mailbox() throws(CareTeamError) -> Mailbox {
    let store = try store()
    guard let account = try stored({ () throws(StoreError) in try store.account() }) else {
      throw Self.noAccount(try accountName(), known: AccountFolders(session: self).names)
    }
    let name = configuration.dialects[account.name] ?? account.dialect
    guard let dialect = Dialect(named: name) else {
      throw CareTeamError(
        .configuration, "this careteam knows no dialect ‘\(name)’; log in again or install a newer one")
    }
    let transport = connection(of: account)
    var mailbox = Mailbox(
      store: store, account: account, dialect: dialect, transport: transport, now: now, log: { log($0) })
    mailbox.leftOut = { remark(leftOut: $0) }
    return mailbox
  }

  private static func noAccount(_ name: String, known: [String]) -> CareTeamError {
    let rest = known.filter { $0 != name }
    let others = rest.isEmpty ? "" : " (there is \(rest.joined(separator: ", ")))"
    return CareTeamError(
      .noAccount, "there is no account ‘\(name)’\(others); log in with ‘careteam login URL’")
  }

  /// Refuses what needs the server when the network must not be touched.
  func requireNetwork(for what: String) throws(CareTeamError) {
    guard isOffline else { return }
    throw CareTeamError(.offline, "\(what) needs the server, and --offline forbids the network; nothing was sent")
  }

  /// Says something on standard error, unless quiet.
  func remark(_ text: String) {
    guard !options.quiet else { return }
    StandardStreams.error("careteam: \(SafeText.render(text, .cell))\n")
  }
}
