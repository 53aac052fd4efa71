import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamNetwork
import CareTeamStore
@preconcurrency import Glibc

/// `careteam login`.
struct LoginCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "login", _superCommandName: "careteam", abstract: "Log in to a FHIR server and make its mailbox here",
    discussion: """
      This careteam logs in with an access token in a file, which it reads again for each command, so that a token \
      that is renewed there stays valid here. A token that comes through a pipe is kept in a file of its own, 0600. \
      Where the file is the JSON answer of a token endpoint with a refresh_token, and has the client_id it was given to, \
      careteam renews the token itself.
      """)

  @Argument(help: "The server's FHIR base URL.")
  var url: String

  @Option(help: "A file with the access token.", completion: .file())
  var tokenFile: String?

  @Option(
    help: ArgumentHelp("Who is logged in, where the server does not say, such as Patient/123.", valueName: "reference"))
  var user: String?

  @Option(help: ArgumentHelp("The patient it is about, where the server does not say.", valueName: "id"))
  var patient: String?

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .login }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    try session.requireNetwork(for: "login")
    let server = try server()
    let name = session.options.account ?? session.environment["CARETEAM_ACCOUNT"] ?? "default"
    guard AccountFolders.isValid(name) else {
      throw CareTeamError(.usage, "‘\(name)’ is no account name; use letters, digits, ‘.’, ‘-’ and ‘_’")
    }
    try checkServer(server, of: name, session)
    let token = try token(session)
    let login = Login(transport: session.connection(to: server, token: token.content.token), server: server)
    let dialect = try await login.dialect(by: session.deadline)
    let identity = try await identity(login, token.content, session)
    let account = Account(
      name: name, server: server, user: identity.user, userName: identity.name, patient: identity.patient,
      dialect: session.configuration.dialects[name] ?? dialect.name, tokenFile: token.path)
    try keep(account, token, session)
    var presentation = presentation(account)
    presentation.remarks.insert(await firstSync(session), at: 0)
    return CommandResult(presentation)
  }

  /// Fills the new mailbox, so that the first reply has something to answer; the login stands even if that fails.
  private func firstSync(_ session: Session) async -> String {
    do throws(CareTeamError) {
      var options = session.options
      options.account = session.options.account ?? session.environment["CARETEAM_ACCOUNT"] ?? "default"
      let mailbox = try Session(options, environment: session.environment).mailbox()
      let report = try await mailbox.sync(by: session.deadline)
      return "fetched \(report.newMessages) messages; ‘careteam list’ shows them"
    } catch {
      return "the messages could not be fetched yet: \(error.message)"
    }
  }

  private func server() throws(CareTeamError) -> String {
    var server = url
    while server.hasSuffix("/") { server.removeLast() }
    guard let origin = Origin(server) else {
      throw CareTeamError(
        .usage, "‘\(url)’ is no server address; give the FHIR base URL, such as https://example.org/fhir")
    }
    guard origin.scheme == "https" || origin.isLoopback else {
      throw CareTeamError(
        .configuration, "http is not safe for health information; use the https address of the server")
    }
    return server
  }

  private func checkServer(_ server: String, of name: String, _ session: Session) throws(CareTeamError) {
    guard let store = try? MailboxStore(directory: session.folder(of: name), create: false),
      let account = try? store.account(), account.server != server
    else { return }
    throw CareTeamError(
      .usage, "the account ‘\(name)’ is at \(account.server); give this one a name with --account NAME")
  }

  private struct Token {
    var path: String
    var content: TokenFile
    /// The bytes to keep when they came through a pipe.
    var bytes: [UInt8]?
  }

  private func token(_ session: Session) throws(CareTeamError) -> Token {
    guard let tokenFile = tokenFile ?? session.environment["CARETEAM_TOKEN_FILE"] else {
      throw CareTeamError(
        .unsupported, "this careteam logs in with an access token only: put it into a file and use --token-file FILE")
    }
    var facts = stat()
    guard stat(tokenFile, &facts) == 0, let bytes = PrivateFile.read(tokenFile, limit: 65_536) else {
      throw CareTeamError(.fileNotFound, "cannot read the token file \(tokenFile); check its name and permissions")
    }
    let content = try TokenFile(bytes: bytes, path: tokenFile)
    guard facts.st_mode & S_IFMT == S_IFREG, let path = realpath(tokenFile, nil) else {
      let name = session.options.account ?? "default"
      return Token(path: "\(session.folder(of: name))/token", content: content, bytes: bytes)
    }
    defer { free(path) }
    return Token(path: String(cString: path), content: content)
  }

  private func identity(
    _ login: Login, _ token: TokenFile, _ session: Session
  ) async throws(CareTeamError) -> Login.Identity {
    let about = patient.map { Reference($0) ?? Reference(type: "Patient", id: $0) }
    if let user {
      guard let reference = Reference(user) else {
        throw CareTeamError(.usage, "‘\(user)’ names nobody; give a type and an id, such as Patient/123")
      }
      return Login.Identity(
        user: reference, name: nil, patient: about ?? (reference.type == "Patient" ? reference : nil))
    }
    var identity = try await login.identity(claims: token.claims, by: session.deadline)
    if let about { identity.patient = about }
    return identity
  }

  private func keep(_ account: Account, _ token: Token, _ session: Session) throws(CareTeamError) {
    let folder = session.folder(of: account.name)
    let store: MailboxStore
    do throws(StoreError) {
      store = try MailboxStore(directory: folder, lockWait: session.lockWait, create: true)
    } catch {
      // With the account noted the damaged mailbox can be made anew, even if it does not say any more whose it is.
      if case .damaged = error { try? MailboxStore.note(account, in: folder, lockWait: session.lockWait) }
      throw CareTeamError(error)
    }
    if let known = try stored({ () throws(StoreError) in try store.account() }), known.user != account.user {
      throw CareTeamError(
        .usage,
        "the account ‘\(account.name)’ is \(known.user)'s, and this token is \(account.user)'s; "
          + "give this one a name with --account NAME")
    }
    if let bytes = token.bytes { try PrivateFile.write(bytes, to: token.path) }
    try stored { () throws(StoreError) in try store.save(account) }
  }

  private func presentation(_ account: Account) -> Presentation {
    var presentation = AccountPresentation.list([account], inUse: account.name)
    presentation.schema = "careteam.login/1"
    let who = account.userName ?? account.user.description
    presentation.text = [
      .line("Logged in as \(who) at \(account.server), account ‘\(account.name)’."),
      .line("The access token stays in \(account.tokenFile), and is read from there each time."),
    ]
    presentation.remarks = ["for true emergencies call your emergency number; messages may be read hours later"]
    return presentation
  }
}
