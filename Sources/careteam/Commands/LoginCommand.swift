import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamNetwork
import CareTeamStore

/// `careteam login`.
struct LoginCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "login", _superCommandName: "careteam", abstract: "Log in to a FHIR server and make its mailbox here",
    discussion: """
      This careteam logs in with an access token in a file, which it reads again for each command, so that a token \
      that is renewed there stays valid here. With --secrets it is kept elsewhere, as is one that comes through a pipe. \
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

  @OptionGroup var secretOptions: SecretOptions

  @Flag(help: "Leave the mailbox in plain, for whoever gets a copy of this disk to read.")
  var noSeal = false

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
    let known = (try? MailboxStore(directory: session.folder(of: name), create: false).account())?.tokenPlace
    let token = try GivenToken(
      file: tokenFile ?? session.environment["CARETEAM_TOKEN_FILE"], options: secretOptions, account: name,
      known: known, in: session)
    let login = Login(transport: session.connection(to: server, token: token.content.token), server: server)
    let dialect = try await login.dialect(by: session.deadline)
    let identity = try await identity(login, token.content, session)
    let account = Account(
      name: name, server: server, user: identity.user, userName: identity.name, patient: identity.patient,
      dialect: session.configuration.dialects[name] ?? dialect.name, tokenPlace: token.place)
    try keep(account, token, known, session)
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
      session.report(report)
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

  private func keep(_ account: Account, _ token: GivenToken, _ place: SecretPlace?, _ session: Session)
    throws(CareTeamError)
  {
    let folder = session.folder(of: account.name)
    let store: MailboxStore
    do throws(StoreError) {
      store = try MailboxStore(
        directory: folder, lockWait: session.lockWait, create: true, keys: session.keys(of: account.name))
    } catch {
      // With the account noted the damaged mailbox can be made anew, even if it does not say any more whose it is.
      if case .damaged = error { try? MailboxStore.note(account, in: folder, lockWait: session.lockWait) }
      throw CareTeamError(error)
    }
    let known = try stored { () throws(StoreError) in try store.account() }
    if let known, known.user != account.user {
      throw CareTeamError(
        .usage,
        "the account ‘\(account.name)’ is \(known.user)'s, and this token is \(account.user)'s; "
          + "give this one a name with --account NAME")
    }
    // Conversations about two patients in one mailbox are how a message gets to the wrong one.
    if let was = known?.patient, let patient = account.patient, was != patient {
      throw CareTeamError(
        .usage,
        "the account ‘\(account.name)’ is for \(was), and this login is for \(patient); give this one a name "
          + "with --account NAME")
    }
    try MailboxSealing(session: session, account: account.name)
      .logIn(to: store, at: account.tokenPlace, isChosen: secretOptions.secrets != nil, noSeal: noSeal)
    try token.keep(for: account.name, known: place, in: session)
    try stored { () throws(StoreError) in try store.save(account) }
  }

  private func presentation(_ account: Account) -> Presentation {
    var presentation = AccountPresentation.list([account], inUse: account.name)
    presentation.schema = "careteam.login/1"
    let who = account.userName ?? account.user.description
    presentation.text = [
      .line("Logged in as \(who) at \(account.server), account ‘\(account.name)’."),
      .line("The login is kept in \(account.tokenPlace.words)."),
    ]
    presentation.remarks = ["for true emergencies call your emergency number; messages may be read hours later"]
    return presentation
  }
}
