import CareTeamCore
import Testing

@testable import CareTeamNetwork

struct DeviceGrantTests {
  private static let begun: HTTPResponse = .json([
    "device_code": "d", "user_code": "ABCD-EFGH", "verification_uri": "https://login.example/device", "interval": 1,
    "expires_in": 600,
  ])

  private static func no(_ code: String) -> HTTPResponse { .json(["error": .string(code)], status: 400) }

  private func grant(_ answers: [HTTPResponse], begun: HTTPResponse = Self.begun) async throws -> (
    DeviceGrant, ScriptedEndpoints
  ) {
    let server = ScriptedEndpoints(["/device": [begun], "/token": answers])
    let endpoint = TokenEndpoint(
      "https://login.example/token", client: ClientCredential(id: "careteam"), by: server,
      now: { Instant(seconds: 0) })
    let grant = try await DeviceGrant(
      try configuration(), scopes: "patient/Task.rs", audience: "https://fhir.example", endpoint: endpoint, within: nil)
    return (grant, server)
  }

  @Test func `the code is shown, and the token taken when somebody has said yes`() async throws {
    let (grant, server) = try await grant([
      Self.no("authorization_pending"), .json(["access_token": "t", "token_type": "bearer"]),
    ])
    #expect(grant.userCode == "ABCD-EFGH")
    #expect(try await grant.token(within: .seconds(60)).accessToken == "t")
    #expect(server.requests.count == 3)
    #expect(server.requests[0].form.contains("client_id=careteam"))
    #expect(server.requests[2].form.contains("device_code=d"))
  }

  @Test func `who is asked to slow down does, for good`() throws {
    #expect(try DeviceGrant.pause(after: .refused(OAuthRefusal(code: "slow_down", description: nil)), 5) == 10)
    #expect(
      try DeviceGrant.pause(after: .refused(OAuthRefusal(code: "authorization_pending", description: nil)), 10) == 10)
    #expect(try DeviceGrant.pause(after: .transport(.timedOut(mayHaveArrived: true)), 10) == 20)
  }

  @Test(arguments: ["access_denied", "expired_token", "invalid_grant"])
  func `a no is a no`(code: String) async throws {
    let (grant, _) = try await grant([Self.no(code)])
    let error = await #expect(throws: SMARTError.self) { try await grant.token(within: .seconds(60)) }
    #expect(error.map { CareTeamError($0).exitStatus } == 77)
  }

  @Test func `nobody who answers is waited for no longer than was said`() async throws {
    let (grant, _) = try await grant([Self.no("authorization_pending")])
    await #expect(throws: SMARTError.timedOut) { try await grant.token(within: .milliseconds(10)) }
  }
}
