import ArgumentParser
import CareTeamCore

/// How to log in, where nothing else is to be chosen.
struct LoginOptions: ParsableArguments {
  @Flag(help: "Log in with the browser of this machine; what happens on a terminal when nothing else is said.")
  var browser = false

  @Flag(help: "Log in with a browser elsewhere, and paste the address it ends at; for SSH.")
  var paste = false

  @Flag(help: "Show a code to type in a browser anywhere, where the server offers that.")
  var device = false

  @Option(
    help: ArgumentHelp(
      "Log in without a person, by the private key in this file; for a clinic's cron.", valueName: "key"),
    completion: .file())
  var backend: String?

  @Option(help: "A file with the access token.", completion: .file())
  var tokenFile: String?

  @Option(help: ArgumentHelp("What careteam is registered as at the server: careteam unless told.", valueName: "id"))
  var clientId: String?

  @Option(help: "A file with the secret that the server gave this client, if it gave one.", completion: .file())
  var clientSecretFile: String?

  @Option(help: ArgumentHelp("The key's id at the server, with --backend.", valueName: "kid"))
  var keyId: String?

  @Option(help: ArgumentHelp("What to ask for, instead of what careteam needs.", valueName: "scopes"))
  var scope: String?

  @Option(help: ArgumentHelp("Where the browser comes back to, for a server that wants it said.", valueName: "port"))
  var redirectPort: UInt16?

  func validate() throws {
    let ways = [browser, paste, device, backend != nil, tokenFile != nil].filter { $0 }
    guard ways.count <= 1 else {
      throw ValidationError("--browser, --paste, --device, --backend and --token-file exclude each other.")
    }
    guard backend == nil || clientId != nil else {
      throw ValidationError("--backend needs --client-id, what the key is registered as at the server.")
    }
    guard keyId == nil || backend != nil else { throw ValidationError("--key-id goes with --backend.") }
    guard clientSecretFile == nil || clientId != nil else {
      throw ValidationError("--client-secret-file needs --client-id, whose secret it is.")
    }
  }
}
