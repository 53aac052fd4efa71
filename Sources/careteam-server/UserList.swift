import ArgumentParser
import CareTeamCore
import CareTeamServer

/// `careteam serve user list`.
struct UserList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List who may log in: reference, name, state")

  @OptionGroup var data: DataOption

  func run() async throws {
    try await reportingErrors {
      try await UserStore.use(try data.folder(), create: false) { store in
        for user in try await store.users() {
          let name = SafeText.render(user.name, .cell)
          print("\(SafeText.render("\(user.reference)", .cell))\t\(name)\t\(user.isDisabled ? "disabled" : "active")")
        }
      }
    }
  }
}
