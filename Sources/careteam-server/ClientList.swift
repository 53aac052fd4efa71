import ArgumentParser
import CareTeamServer

/// `careteam serve client list`.
struct ClientList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the programs: client_id, name, state, kind, user, scopes, where the browser goes back to")

  @OptionGroup var data: DataOption

  func run() async throws {
    try await reportingErrors {
      try await UserStore.use(try data.folder(), create: false) { store in
        for client in try await store.clients() {
          let fields = [
            client.id, Cell.text(client.name), client.isDisabled ? "disabled" : "active",
            client.isBackend ? "backend" : "public", client.user ?? "", client.scopes?.text ?? "",
            client.redirects.map(\.text).joined(separator: " "),
          ]
          print(fields.joined(separator: "\t"))
        }
      }
    }
  }
}
