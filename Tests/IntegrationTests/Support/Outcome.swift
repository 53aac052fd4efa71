import CareTeamCore
import Testing

/// What a run of careteam came to.
struct Outcome: Sendable {
  /// The exit status; 128 and the signal's number when a signal ended it; -1 when the test's patience did.
  var status: Int32
  var output: String
  var errors: String
  var command: String

  /// The output's lines.
  var lines: [String] { output.split(separator: "\n").map(String.init) }
  /// What was said on standard error, line by line.
  var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
  /// The fields of tab-separated lines.
  var rows: [[String]] {
    lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }

  /// The output as one JSON value.
  func json(_ location: SourceLocation = #_sourceLocation) throws -> JSON {
    try #require(try? JSON(parsing: Array(output.utf8)), "no JSON from \(self)", sourceLocation: location)
  }

  /// The JSON of each line.
  func jsonLines(_ location: SourceLocation = #_sourceLocation) throws -> [JSON] {
    try lines.map {
      try #require(try? JSON(parsing: Array($0.utf8)), "no JSON in \($0)", sourceLocation: location)
    }
  }

  /// The `error` member of the object on the last line of standard error.
  func error(_ location: SourceLocation = #_sourceLocation) throws -> JSON {
    let line = try #require(errorLines.last, "nothing on standard error of \(self)", sourceLocation: location)
    let json = try #require(try? JSON(parsing: Array(line.utf8)), "no JSON: \(line)", sourceLocation: location)
    #expect(json["schema"] == "careteam.error/1", sourceLocation: location)
    return try #require(json["error"], sourceLocation: location)
  }

  /// The same, after it has been seen that the exit status is this.
  @discardableResult
  func exits(_ status: Int32 = 0, _ location: SourceLocation = #_sourceLocation) throws -> Outcome {
    try #require(self.status == status, "\(self)", sourceLocation: location)
    return self
  }
}

extension Outcome: CustomStringConvertible {
  var description: String {
    "‘\(command)’ ended with \(status)\n-- output --\n\(output.prefix(3000))\n-- errors --\n\(errors.prefix(3000))"
  }
}
