import CareTeamServer

/// What is said on standard error once the server listens.
struct Greeting {
  var url: String
  var tokens: [(name: String, path: String)]
  /// Whether the sample clinic's users have their password.
  var hasPasswords: Bool

  /// The address and, for the sample clinic, what to type next.
  var text: String {
    guard let patient = tokens.first(where: { $0.name == "patient" }) else {
      return """
        careteam serve: listening on \(url)
        Make a user: careteam serve user add NAME --reference Patient/ID
        """
    }
    return """
      careteam serve: the sample clinic is at \(url)
      In another terminal: careteam login \(url) --token-file \(Self.quoted(patient.path))
      Then: careteam list
      """ + passwords
  }

  private var passwords: String {
    guard hasPasswords else { return "" }
    let names = DemoClinic.users.map(\.name).joined(separator: ", ")
    return "\nIn a browser the users are \(names), each with the password \(DemoClinic.password) (sample data only)."
  }

  /// A word of a shell command line.
  static func quoted(_ path: String) -> String {
    let isPlain = path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+@:,".contains($0)) }
    let pieces = path.split(separator: "'", omittingEmptySubsequences: false)
    return isPlain ? path : "'" + pieces.joined(separator: "'\\''") + "'"
  }
}
