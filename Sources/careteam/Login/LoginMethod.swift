import CareTeamCore

/// A way to log in.
enum LoginMethod: Equatable {
  case browser
  case paste
  case device
  /// By the private key in a file.
  case backend(String)
  /// With the access token in a file.
  case tokenFile(String)
  /// With the access token that the command of `[secrets]` gives.
  case kept

  /// The way that was asked for, else the one that is possible here.
  ///
  /// - Throws: `usage` when a person is needed and there is none, or the browser is elsewhere.
  init(_ options: LoginOptions, secrets: SecretChoice?, in session: Session) throws(CareTeamError) {
    let method = Self.asked(options) ?? Self.given(secrets, session) ?? .browser
    if method.needsPerson, session.noInput {
      throw CareTeamError(
        .usage, "a person must log in, and --no-input forbids to ask; use --backend KEY or --token-file FILE")
    }
    if method == .browser, !options.browser { try Self.checkTerminal(session) }
    self = method
  }

  /// Whether somebody must type or see something.
  private var needsPerson: Bool {
    switch self {
    case .browser, .paste, .device: true
    case .backend, .tokenFile, .kept: false
    }
  }

  private static func asked(_ options: LoginOptions) -> LoginMethod? {
    if options.browser { return .browser }
    if options.paste { return .paste }
    if options.device { return .device }
    return options.backend.map { .backend($0) } ?? options.tokenFile.map { .tokenFile($0) }
  }

  /// A token that is there already. A command that can keep one, too, is a place for a new login.
  private static func given(_ secrets: SecretChoice?, _ session: Session) -> LoginMethod? {
    if let file = session.environment["CARETEAM_TOKEN_FILE"] { return .tokenFile(file) }
    return secrets == .command && session.configuration.secrets.store == nil ? .kept : nil
  }

  private static func checkTerminal(_ session: Session) throws(CareTeamError) {
    guard session.terminal.isInputTerminal, session.terminal.isErrorTerminal else {
      throw CareTeamError(
        .usage,
        "a person must log in, and there is no terminal: say how with --browser, --device or --paste, or use "
          + "--backend KEY or --token-file FILE")
    }
    guard session.environment["SSH_CONNECTION"] == nil || Browser(session.environment).isThere else {
      throw CareTeamError(
        .usage,
        "this is a session of SSH without a display, so that a browser here cannot be seen; use --paste, or "
          + "--device where the server offers it")
    }
  }
}
