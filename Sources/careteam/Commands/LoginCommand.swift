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
      On a terminal the browser opens the server's login page, and comes back when you have logged in there. Over SSH use \
      --paste, or --device where the server offers it; for a program without a person --backend. A token that you have \
      already is read from --token-file, again for each command, so that one that is renewed there stays valid here.
      """)

  @Argument(help: "The server's FHIR base URL.")
  var url: String

  @OptionGroup var login: LoginOptions

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
    let place = try LoginPlace(url, in: session)
    let token = try await token(for: place, session)
    let account = try await account(of: token, at: place, session)
    do throws(CareTeamError) { try keep(account, token, place.account?.tokenPlace, session) } catch {
      if token.isNew, let claims = token.content.claims {
        await TokenRevocation(session: session, account: account).run(claims)
      }
      throw error
    }
    var presentation = LoginPresentation.loggedIn(account, LoginNote(token.content.claims))
    presentation.remarks.insert(await firstSync(session), at: 0)
    return CommandResult(presentation)
  }

  /// The token, by the way that was asked for; where it will be kept is chosen and tried before anybody logs in.
  private func token(for place: LoginPlace, _ session: Session) async throws(CareTeamError) -> GivenToken {
    let method = try LoginMethod(login, secrets: secretOptions.secrets, in: session)
    let known = place.account?.tokenPlace
    if case .tokenFile(let file) = method {
      return try GivenToken(file: file, options: secretOptions, account: place.name, known: known, in: session)
    }
    if method == .kept { return try GivenToken(keptFor: place.name, in: session) }
    let flow = try await SMARTLogin(login, at: place.server, in: session)
    let secrets = try secretOptions.place(of: place.name, known: known, in: session)
    try SecretStore(secrets, account: place.name, in: session).probe()
    return try GivenToken(try await flow.document(by: method), at: secrets)
  }

  /// Whose account it is now.
  private func account(
    of token: GivenToken, at place: LoginPlace, _ session: Session
  ) async throws(CareTeamError) -> Account {
    let server = place.server
    let login = Login(transport: session.connection(to: server, token: token.content.token), server: server)
    let dialect = try await login.dialect(by: session.deadline)
    let identity = try await LoginIdentity(login: login, user: user, patient: patient)
      .identity(claims: token.content.claims, by: session.deadline)
    return Account(
      name: place.name, server: server, user: identity.user, userName: identity.name, patient: identity.patient,
      dialect: session.configuration.dialects[place.name] ?? dialect.name, tokenPlace: token.place)
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
    try LoginNote(token.content.claims).keep(for: account.name, in: session)
  }
}
