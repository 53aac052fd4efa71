import CareTeamCore
import CareTeamStore

/// Which account a login is for, and at which server.
struct LoginPlace {
  /// The server's FHIR base URL, without a slash at the end.
  let server: String
  /// The account's name.
  let name: String
  /// The account as it was, when there was one.
  let account: Account?

  /// Reads the address as it was typed.
  ///
  /// - Throws: `usage` when the account is at another server.
  init(_ url: String, in session: Session) throws(CareTeamError) {
    server = try Self.server(url)
    name = session.options.account ?? session.environment["CARETEAM_ACCOUNT"] ?? "default"
    guard AccountFolders.isValid(name) else {
      throw CareTeamError(.usage, "‘\(name)’ is no account name; use letters, digits, ‘.’, ‘-’ and ‘_’")
    }
    account = try? MailboxStore(directory: session.folder(of: name), create: false).account()
    guard let account, account.server != server else { return }
    throw CareTeamError(
      .usage, "the account ‘\(name)’ is at \(account.server); give this one a name with --account NAME")
  }

  private static func server(_ url: String) throws(CareTeamError) -> String {
    var server = url
    while server.hasSuffix("/") { server.removeLast() }
    guard let origin = Origin(server) else {
      throw CareTeamError(
        .usage, "‘\(url)’ is no server address; give the FHIR base URL, such as https://example.org/fhir")
    }
    guard origin.scheme == "https" || origin.isLoopback else {
      throw CareTeamError(
        .configuration, "http is not safe for health information; use the https address of the server")
    }
    return server
  }
}
