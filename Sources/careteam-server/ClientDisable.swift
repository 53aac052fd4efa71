import ArgumentParser
import CareTeamServer

/// `careteam serve client disable`.
struct ClientDisable: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable", abstract: "Lock a program out; what it was given stops working within seconds")

  @Argument(help: "The client_id.")
  var id: String

  @OptionGroup var data: DataOption

  func run() async throws {
    try await reportingErrors {
      try await UserStore.use(try data.folder(), create: false) { store in
        guard try await store.clients().contains(where: { $0.id == id }) else { throw ServeError.noSuchClient(id) }
        try await store.disableClient(id)
      }
    }
  }
}
