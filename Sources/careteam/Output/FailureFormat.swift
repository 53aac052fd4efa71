import CareTeamCore

/// How failures are said on standard error: a line for people, an object where the output is JSON.
struct FailureFormat {
  private let isJSON: Bool
  private let isSafe: Bool

  /// The format that the arguments ask for, which must be known even when they cannot be parsed.
  init(_ arguments: [String]) {
    let words = CommandLineWords.spelledOut(arguments).prefix { $0 != "--" }
    isJSON = AskedFormat(words).isJSON
    isSafe = words.contains("--safe-text")
  }

  /// Says a failure.
  ///
  /// - Parameters:
  ///   - error: what failed.
  ///   - usage: lines about the usage, for people only.
  func report(_ error: CareTeamError, usage: String = "") {
    guard !isJSON else {
      return StandardStreams.error((isSafe ? error.json.safe : error.json).text(.output) + "\n")
    }
    StandardStreams.error("careteam: \(SafeText.render(error.message, .cell))\n\(usage)")
  }
}
