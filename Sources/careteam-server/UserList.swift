import ArgumentParser
import CareTeamServer

/// `careteam serve user list`.
struct UserList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List who may log in: reference, name, state, login name")

  @OptionGroup var data: DataOption

  func run() async throws {
    try await reportingErrors {
      try await UserStore.use(try data.folder(), create: false) { store in
        let logins = try await store.loginNames()
        for user in try await store.users() {
          let state = user.isDisabled ? "disabled" : "active"
          print([user.reference, Cell.text(user.name), state, logins[user.reference] ?? ""].joined(separator: "\t"))
        }
      }
    }
  }
}
