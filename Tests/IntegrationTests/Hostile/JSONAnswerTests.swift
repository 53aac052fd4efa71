import CareTeamCore
import CareTeamTestSupport
import Testing

/// JSONTestSuite's inputs as a server's answers.
struct JSONAnswerTests {
  /// All of them take a minute; `make soak` runs them, and `make test` every seventh.
  private static let step = Faults.count(7, long: 1)

  @Test func `an answer is taken, named or refused, and never stops the program`() async throws {
    let server = try await HostileServer()
    let home = try await server.home("json")
    let start = ContinuousClock.now
    var (taken, named, refused) = (0, 0, 0)
    for (index, input) in JSONTestSuite.inputs.enumerated() where index % Self.step == 0 {
      try await server.choose(index, for: "json")
      // As the whole answer to a search of messages an input is refused, being no Bundle at best.
      let outcome = try await home.run("sync", "--timeout", "20s").exits(76)
      let isWhole = outcome.errors.contains("(searching Communication)")
      let isNamed = outcome.errors.contains(", whose entry is JSON")
      // A byte order mark, say, is passed over at the start of a text only.
      let isJSON = (try? JSON(parsing: Array(#"{"x":"#.utf8) + input.bytes + [UInt8(ascii: "}")])) != nil
      #expect(outcome.errorLines.count == (isNamed ? 2 : 1), "\(input): \(outcome)")
      #expect(isJSON == (isWhole && !isNamed), "\(input): \(outcome)")
      switch (isWhole, isNamed) {
      case (true, false): taken += 1
      case (true, true): named += 1
      default: refused += 1
      }
      if isWhole { try await home.run("read", "CommunicationRequest/good\(index)", "--offline").exits() }
    }
    Faults.report(
      "JSONTestSuite as answers: \(taken) taken, \(named) named and left out, \(refused) refused", since: start)
    #expect(taken > 0 && named > 0 && refused > 0)
  }
}
