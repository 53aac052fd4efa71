import CareTeamCore
import Testing

@Suite struct CareTeamErrorTests {
  /// The contract's table of exit statuses. 70 has no test through the program: nothing throws `fault`, which is for what
  /// must not happen.
  private static let table: [Int32: Set<CareTeamError.Code>] = [
    1: [.handlerFailed], 64: [.usage],
    65: [
      .badInput, .ambiguous, .emptyMessage, .conversationCompleted, .conversationMoved, .clientIdTaken,
      .refusedByServer, .wrongPatient, .unsafeFile,
    ],
    66: [.notFound, .fileNotFound], 69: [.unsupported], 70: [.fault], 73: [.cannotCreate],
    74: [.io, .diskFull, .mailboxDamaged],
    75: [.offline, .serverFailed, .rateLimited, .busy, .editorFailed, .scannerFailed],
    76: [.serverProtocol, .cursorMismatch, .unknownSchema, .newerMailbox], 77: [.loginNeeded, .notAllowed, .noAccount],
    78: [.configuration, .mailboxKey], 124: [.timedOut],
  ]

  @Test func `every code has the status of the contract, and 75 and 124 alone can be tried again`() {
    for code in CareTeamError.Code.allCases {
      let rows = Self.table.filter { $0.value.contains(code) }.map(\.key)
      #expect(rows == [code.exitStatus], "\(code)")
      #expect(code.isRetryable == [75, 124].contains(code.exitStatus), "\(code)")
      #expect(CareTeamError(code, "x").json["error"]?["exitCode"]?.int == Int(code.exitStatus))
    }
  }

  @Test func `a handler's own status takes the place of the code's`() {
    let error = CareTeamError(handlerStatus: 42)
    #expect(error.exitStatus == 42 && error.json["error"]?["exitCode"] == 42)
  }
}
