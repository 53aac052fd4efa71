import ArgumentParser
import CareTeamCore
import CareTeamServer
import Foundation

/// `careteam serve client add`.
struct ClientAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Register a program, or register it anew",
    discussion: """
      A program that people log in with has --redirect: where the browser goes back to, once for each address. \
      A program that works by itself, such as a clinic's cron job, has --jwks, --reference and --scope: it proves who it \
      is with its key, and acts as that user.
      """)

  @Argument(help: "What the program calls itself: its client_id.")
  var id: String

  @Option(help: ArgumentHelp("The name that people are shown; the client_id without it.", valueName: "name"))
  var name: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Where the browser goes back to, to the letter; of http://127.0.0.1/… any port will do.", valueName: "url"))
  var redirect: [String] = []

  @Option(
    help: ArgumentHelp(
      "A file with its public keys for ES384 or RS384: a JSON Web Key Set, or one key in PEM.", valueName: "file"))
  var jwks: String?

  @Option(
    help: ArgumentHelp("The user that it acts as: Practitioner/ID, or Device/ID for one of its own.", valueName: "ref"))
  var reference: String?

  @Option(help: ArgumentHelp("The most it may be granted, such as 'system/Communication.crs'.", valueName: "scopes"))
  var scope: String?

  @Flag(help: "Let it ask what any token is good for, as a server does that takes them.")
  var introspect = false

  @OptionGroup var data: DataOption

  func validate() throws {
    guard Client.isID(id) else { throw ValidationError("A client_id has letters, digits and . _ - ~ only.") }
    for text in redirect where RedirectURI(text) == nil {
      throw ValidationError(
        "--redirect \(text) is not https, http on 127.0.0.1 or [::1], or a scheme of an app's own such as org.example.app."
      )
    }
    if jwks == nil {
      guard !redirect.isEmpty else { throw ValidationError("Give --redirect, or --jwks with --reference and --scope.") }
      guard reference == nil, scope == nil, !introspect else {
        throw ValidationError("--reference, --scope and --introspect go with --jwks.")
      }
    } else {
      guard redirect.isEmpty else { throw ValidationError("--redirect and --jwks exclude each other.") }
      guard reference != nil, let scope else { throw ValidationError("--jwks needs --reference and --scope.") }
      try Self.check(scope)
    }
  }

  func run() async throws {
    try await reportingErrors {
      let client = try client()
      try await UserStore.use(try data.folder(), create: client.user == nil) { store in
        if let user = client.user, try await !store.users().contains(where: { $0.reference == user }) {
          throw ServeError.noSuchUser(user)
        }
        try await store.disableClient(client.id)
        try await store.register(client)
      }
    }
  }

  private func client() throws(ServeError) -> Client {
    var client = Client(id: id, name: name ?? id)
    client.redirects = redirect.compactMap(RedirectURI.init)
    client.user = reference
    client.scopes = scope.map { Scopes($0) }
    client.mayIntrospect = introspect
    if let jwks {
      let text = try Self.content(of: jwks)
      guard !PublicKeyFile.isPrivate(text) else { throw .privateKey(path: jwks) }
      guard let keys = PublicKeyFile.keySet(text) else { throw .badKeys(path: jwks) }
      client.keys = keys
    }
    return client
  }

  private static func content(of path: String) throws(ServeError) -> String {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw .noSuchFile(path: path, detail: "it is missing, not yours to read, or no text")
    }
    return text
  }

  /// A backend has nobody to log in, and no patient that was chosen.
  private static func check(_ scope: String) throws(ValidationError) {
    let unknown = Scopes.unknown(in: scope)
    guard unknown.isEmpty else { throw ValidationError("--scope has what is not understood: \(unknown[0])") }
    let scopes = Scopes(scope)
    guard scopes.login.isEmpty, !scopes.isEmpty, scopes.resources.allSatisfy({ $0.context != .patient }) else {
      throw ValidationError("--scope is for system/ and user/ scopes, such as 'system/Communication.crs'.")
    }
  }
}
