import ArgumentParser
import CareTeamServer

/// `careteam serve user disable`.
struct UserDisable: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable", abstract: "Lock someone out; their tokens stop working within seconds")

  @Argument(help: "The user's name, login name or reference.")
  var user: String

  @OptionGroup var data: DataOption

  func run() async throws {
    try await reportingErrors {
      try await UserStore.use(try data.folder(), create: false) { store in
        let found = try await UserStore.find(user, in: store)
        try await store.setUser(found.reference, disabled: true)
        try await store.endLogins(of: found.reference)
      }
    }
  }
}
