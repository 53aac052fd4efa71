import ArgumentParser
import CareTeamServer

/// `careteam serve user disable`.
struct UserDisable: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable", abstract: "Lock someone out; their tokens stop working within seconds")

  @Argument(help: "The name or the reference of a user.")
  var user: String

  @OptionGroup var data: DataOption

  func run() async throws {
    try await reportingErrors {
      try await UserStore.use(try data.folder(), create: false) { store in
        let users = try await store.users().filter { $0.reference == user || $0.name == user }
        guard let found = users.first else { throw ServeError.noSuchUser(user) }
        guard users.count == 1 else { throw ServeError.ambiguousUser(user) }
        try await store.setUser(found.reference, disabled: true)
      }
    }
  }
}
