import ArgumentParser
import CareTeamCore
import CareTeamServer

/// `careteam serve user add`.
struct UserAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Let someone log in, with a new token",
    discussion: "The server may be running. The token is written to a new file that only you can read.")

  @Argument(help: "The name that is shown of them.")
  var name: String

  @Option(help: ArgumentHelp("Who they are: Patient/ID, Practitioner/ID or RelatedPerson/ID.", valueName: "ref"))
  var reference: String

  @Option(help: ArgumentHelp("How long the token is good, such as 12h or 7d; for ever without.", valueName: "time"))
  var expiresIn: String?

  @Option(help: ArgumentHelp("Write the token to this new file.", valueName: "file"))
  var tokenFile: String

  @OptionGroup var data: DataOption

  func validate() throws {
    guard Self.role(reference) != nil else {
      throw ValidationError("--reference is Patient/ID, Practitioner/ID or RelatedPerson/ID.")
    }
    guard !name.isEmpty else { throw ValidationError("A user needs a name.") }
    if let expiresIn, Self.seconds(expiresIn) == nil {
      throw ValidationError("--expires-in is a number with s, m, h or d, such as 7d.")
    }
  }

  func run() async throws {
    try await reportingErrors {
      guard let role = Self.role(reference) else { return }
      try await UserStore.use(try data.folder(), create: true) { store in
        let token = Token.random()
        try PrivateFile(path: tokenFile).create(Array((token.text + "\n").utf8))
        try await store.addUser(reference, name: name, role: role)
        try await store.setUser(reference, disabled: false)
        let end = expiresIn.flatMap(Self.seconds).map { SystemClock.now.adding(seconds: $0) }
        try await store.addToken(token.text, for: reference, expires: end)
      }
    }
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
