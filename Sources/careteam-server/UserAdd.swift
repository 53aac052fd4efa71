import ArgumentParser
import CareTeamCore
import CareTeamServer

/// `careteam serve user add`.
struct UserAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Let someone log in, with a password or a token",
    discussion: """
      The server may be running. Without --token-file the user gets a password, which is asked for on the terminal, or \
      read from standard input when that is a pipe. With it, a token is written to a new file that only you can read.
      """)

  @Argument(help: "The name that is shown of them.")
  var name: String

  @Option(
    help: ArgumentHelp(
      "Who they are: Patient/ID, Practitioner/ID, RelatedPerson/ID, or Device/ID for a program.", valueName: "ref"))
  var reference: String

  @Option(help: ArgumentHelp("What they type to log in; the ID without it.", valueName: "name"))
  var login: String?

  @Flag(help: "They read the audit trail, and nothing of any patient.")
  var auditor = false

  @OptionGroup var password: PasswordOption

  @Option(help: ArgumentHelp("Write a token that needs no login to this new file.", valueName: "file"))
  var tokenFile: String?

  @Option(help: ArgumentHelp("How long the token is good, such as 12h or 7d; for ever without.", valueName: "time"))
  var expiresIn: String?

  @OptionGroup var data: DataOption

  private var needsPassword: Bool { password.passwordFile != nil || tokenFile == nil }

  func validate() throws {
    guard Self.role(reference) != nil else {
      throw ValidationError("--reference is Patient/ID, Practitioner/ID, RelatedPerson/ID or Device/ID.")
    }
    guard !name.isEmpty else { throw ValidationError("A user needs a name.") }
    if let expiresIn, Self.seconds(expiresIn) == nil {
      throw ValidationError("--expires-in is a number with s, m, h or d, such as 7d.")
    }
    guard tokenFile != nil || expiresIn == nil else { throw ValidationError("--expires-in goes with --token-file.") }
    guard needsPassword || login == nil else { throw ValidationError("--login goes with a password.") }
  }

  func run() async throws {
    try await reportingErrors {
      guard let role = auditor ? .auditor : Self.role(reference) else { return }
      let login = try UserStore.loginName(login ?? UserStore.defaultLogin(reference))
      let text = needsPassword ? try password.password(login: login.text, name: name) : nil
      try await UserStore.use(try data.folder(), create: true) { store in
        let token = try tokenFile.map { path in try Self.write(Token.random(), to: path) }
        try await store.addUser(reference, name: name, role: role)
        try await store.setUser(reference, disabled: false)
        if let text { try await UserStore.setPassword(text, login: login, of: reference, in: store) }
        guard let token else { return }
        let end = expiresIn.flatMap(Self.seconds).map { SystemClock.now.adding(seconds: $0) }
        try await store.addToken(token.text, for: reference, expires: end)
      }
    }
  }

  private static func write(_ token: Token, to path: String) throws(ServeError) -> Token {
    try PrivateFile(path: path).create(Array((token.text + "\n").utf8))
    return token
  }

  private static func role(_ reference: String) -> Principal.Role? {
    let parts = reference.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...64).contains(parts[1].utf8.count),
      parts[1].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") })
    else { return nil }
    switch parts[0] {
    case "Patient": return .patient
    case "RelatedPerson": return .proxy
    case "Practitioner": return .practitioner
    case "Device": return .service
    default: return nil
    }
  }

  /// A duration such as `7d`.
  static func seconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count > 0,
      count <= 36_500 * 86_400 / unit
    else { return nil }
    return count * unit
  }
}
