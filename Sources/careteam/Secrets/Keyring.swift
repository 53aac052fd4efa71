import CareTeamCore
@preconcurrency import Glibc

/// The desktop's keyring: the Secret Service, through libsecret's `secret-tool`, which takes and gives secrets by standard
/// input and output.
struct Keyring: SecretKeeper {
  /// The most bytes that `secret-tool` takes; it would cut off the rest and say nothing.
  private static let limit = 8192

  private let account: String
  private let environment: Environment
  private let patience: Duration

  /// The keyring's secrets of an account.
  init(account: String, session: Session) {
    environment = session.environment
    let folder = environment.dataFolder
    // Two homes may have an account of the same name, and the key of one mailbox must not replace that of the other.
    self.account = folder == environment.standardDataFolder ? account : "\(account)@\(folder)"
    // Where it asks for its password somebody has to type that; where nobody can, there is nothing to wait for.
    let canAsk = ["DISPLAY", "WAYLAND_DISPLAY"].contains { session.environment[$0] != nil } && !session.noInput
    patience = .seconds(canAsk ? 60 : 10)
  }

  func read(_ name: SecretName) throws(CareTeamError) -> [UInt8]? {
    let answer = try run("lookup", name)
    if answer.status == 0 { return answer.output }
    try checkAbsence(of: name, answer)
    return nil
  }

  /// It was unlocked a moment ago, when the secret was read: there is nothing to be seen without changing something.
  func prepare(_ name: SecretName) throws(CareTeamError) {}

  func write(_ bytes: [UInt8], _ name: SecretName) throws(CareTeamError) {
    guard bytes.count <= Self.limit else {
      throw CareTeamError(
        .configuration,
        "the login is \(bytes.count) bytes, and the keyring takes \(Self.limit) only; use --secrets file or command")
    }
    let answer = try run("store", name, label: "careteam: \(name.rawValue) of \(account)", input: bytes)
    guard answer.status == 0 else { throw Self.failure(answer) }
  }

  func remove(_ name: SecretName) throws(CareTeamError) {
    let answer = try run("clear", name)
    if answer.status != 0 { try checkAbsence(of: name, answer) }
  }

  /// Tells a secret that is not there from one that is locked away, which `secret-tool` reports alike.
  private func checkAbsence(of name: SecretName, _ answer: ChildProcess.Answer) throws(CareTeamError) {
    guard answer.errors.isEmpty else { throw Self.failure(answer) }
    let search = try run("search", name)
    guard search.errors.isEmpty, search.output.isEmpty else {
      throw CareTeamError(.busy, "the keyring is locked; unlock it, then try again")
    }
  }

  private func run(
    _ verb: String, _ name: SecretName, label: String? = nil, input: [UInt8] = []
  ) throws(CareTeamError) -> ChildProcess.Answer {
    let attributes = ["application", "careteam", "account", account, "name", name.rawValue]
    let words = ["secret-tool", verb] + (label.map { ["--label=\($0)"] } ?? []) + attributes
    let bus = try Self.bus(environment)
    switch ChildProcess.exchange(words, adding: bus, input: input, within: patience) {
    case .failure:
      throw CareTeamError(
        .configuration,
        "the keyring needs ‘secret-tool’, which is not here; install it (Debian: libsecret-tools), or "
          + "log in again with --secrets file")
    case .success(let answer) where answer.status == nil:
      throw CareTeamError(
        .busy,
        "the keyring did not answer: it is locked, or asks for its password where nobody sees it; unlock it, "
          + "then try again")
    case .success(let answer): return answer
    }
  }

  private static func failure(_ answer: ChildProcess.Answer) -> CareTeamError {
    let said = answer.complaint.map { " (\($0))" } ?? ""
    return CareTeamError(
      .busy, "the keyring cannot be used\(said); see that it runs and is unlocked, or log in again with --secrets file")
  }

  /// What to add to the environment so that the session's bus is found, which cron does not say.
  ///
  /// - Throws: `configuration` where there is no bus: libsecret would try to start one of its own.
  private static func bus(_ environment: Environment) throws(CareTeamError) -> [String: String] {
    if environment["DBUS_SESSION_BUS_ADDRESS"] != nil { return [:] }
    let runtime = environment["XDG_RUNTIME_DIR"] ?? "/run/user/\(getuid())"
    guard access("\(runtime)/bus", F_OK) == 0 else {
      throw CareTeamError(
        .configuration,
        "there is no session bus, and so no keyring, here; run it in your desktop's session, or log in "
          + "again with --secrets file")
    }
    return ["DBUS_SESSION_BUS_ADDRESS": "unix:path=\(runtime)/bus"]
  }

  /// Whether there seems to be a keyring: its program and a bus, which is not yet to say that it is unlocked.
  static func isAvailable(_ environment: Environment) -> Bool {
    let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    guard folders.contains(where: { access("\($0)/secret-tool", X_OK) == 0 }) else { return false }
    do throws(CareTeamError) { _ = try bus(environment) } catch { return false }
    return true
  }
}
