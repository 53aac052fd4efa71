/// What is said on standard error once the server listens.
struct Greeting {
  var url: String
  var tokens: [(name: String, path: String)]

  /// The address and, for the sample clinic, what to type next.
  var text: String {
    guard let patient = tokens.first(where: { $0.name == "patient" }) else {
      return """
        careteam serve: listening on \(url)
        Make a user: careteam serve user add NAME --reference Patient/ID --token-file FILE
        """
    }
    return """
      careteam serve: the sample clinic is at \(url)
      In another terminal: careteam login \(url) --token-file \(Self.quoted(patient.path))
      Then: careteam list
      """
  }

  /// A word of a shell command line.
  static func quoted(_ path: String) -> String {
    let isPlain = path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+@:,".contains($0)) }
    let pieces = path.split(separator: "'", omittingEmptySubsequences: false)
    return isPlain ? path : "'" + pieces.joined(separator: "'\\''") + "'"
  }
}
