import ArgumentParser
import CareTeamServer

/// `careteam serve user passwd`.
struct UserPasswd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "passwd", abstract: "Give a user a new password; whoever is logged in as them no longer is")

  @Argument(help: "The user's name, login name or reference.")
  var user: String

  @Option(help: ArgumentHelp("What they type to log in, instead of the name they have.", valueName: "name"))
  var login: String?

  @OptionGroup var password: PasswordOption

  @OptionGroup var data: DataOption

  func run() async throws {
    try await reportingErrors {
      try await UserStore.use(try data.folder(), create: false) { store in
        let found = try await UserStore.find(user, in: store)
        let name = try await store.loginNames()[found.reference] ?? UserStore.defaultLogin(found.reference)
        let login = try UserStore.loginName(login ?? name)
        let text = try password.password(login: login.text, name: found.name)
        try await UserStore.setPassword(text, login: login, of: found.reference, in: store)
      }
    }
  }
}
