import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam account`.
struct AccountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account", _superCommandName: "careteam", abstract: "See, choose and remove accounts",
    subcommands: [AccountList.self, AccountUse.self, AccountRekey.self, AccountRemove.self],
    defaultSubcommand: AccountList.self)
}

/// `careteam account list`.
struct AccountList: SessionCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the accounts")

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .account }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let names = AccountFolders(session: session).names
    let accounts = session.accounts(names)
    var presentation = AccountPresentation.list(accounts, inUse: try session.accountName())
    if names.isEmpty { presentation.remarks = ["there is no account; log in with ‘careteam login URL’"] }
    return CommandResult(presentation)
  }
}

extension Session {
  /// The accounts of these names, without those whose mailbox cannot be read, which is said.
  fileprivate func accounts(_ names: [String]) -> [Account] {
    names.compactMap { name in
      guard let store = try? MailboxStore(directory: folder(of: name), create: false, keys: keys(of: name)),
        var account = try? store.account()
      else {
        remark("the mailbox of ‘\(name)’ cannot be read; see ‘careteam -A \(name) doctor’")
        return nil
      }
      account.userName = account.userName ?? (try? store.userName()).flatMap { $0 }
      return account
    }
  }
}

/// `careteam account use`.
struct AccountUse: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "use", abstract: "Choose the account for commands without --account")

  @Argument(help: "The account.", completion: .custom(Completion.accounts))
  var name: String

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .account }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let folders = AccountFolders(session: session)
    guard folders.names.contains(name) else {
      throw CareTeamError(
        .noAccount, "there is no account ‘\(name)’; there is \(folders.names.joined(separator: ", "))")
    }
    try folders.use(name)
    var presentation = AccountPresentation.list(session.accounts([name]), inUse: name)
    presentation.text = [.line("Using the account ‘\(name)’ from here on.")]
    return CommandResult(presentation)
  }
}

/// `careteam account rm`.
struct AccountRemove: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Remove an account and its mailbox from this machine")

  @Argument(help: "The account.", completion: .custom(Completion.accounts))
  var name: String

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .logout }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    var options = session.options
    options.account = name
    var logout = Logout()
    logout.wipe = true
    return try await logout.run(in: try Session(options, environment: session.environment))
  }
}
