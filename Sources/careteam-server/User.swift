import ArgumentParser

/// `careteam serve user`: who may log in.
struct User: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Say who may log in to the server",
    subcommands: [UserAdd.self, UserList.self, UserPasswd.self, UserDisable.self])
}
