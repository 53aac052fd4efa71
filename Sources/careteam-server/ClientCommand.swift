import ArgumentParser

/// `careteam serve client`: which programs may ask for access.
struct ClientCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "client", abstract: "Say which programs may ask users for access, or work without one",
    subcommands: [ClientAdd.self, ClientList.self, ClientDisable.self])
}
