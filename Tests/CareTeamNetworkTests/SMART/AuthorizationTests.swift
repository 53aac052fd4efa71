import CareTeamCore
import Testing

@testable import CareTeamNetwork

struct AuthorizationTests {
  private func request(
    _ scopes: String = "openid patient/Communication.rs", _ changes: (inout JSON) -> Void = { _ in }
  ) throws -> AuthorizationRequest {
    AuthorizationRequest(
      try configuration(changes), client: ClientCredential(id: "careteam"), redirect: "http://127.0.0.1:5/callback",
      scopes: scopes, audience: "https://fhir.example/r4")
  }

  private func answer(_ query: String) throws -> AuthorizationAnswer { try #require(AuthorizationAnswer(query: query)) }

  @Test func `the proof is the one that RFC 7636 has as its example`() {
    let proof = ProofKey(verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    #expect(proof.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
  }

  @Test func `each request has a state, a nonce and a proof of its own, and names the server it is for`() throws {
    let (first, second) = (try request(), try request())
    #expect(Set([first.state, second.state, first.nonce, second.nonce]).count == 4)
    #expect(first.proof != second.proof)
    #expect(first.state.utf8.count == 43)
    let address = try first.address()
    #expect(address.hasPrefix("https://login.example/authorize?response_type=code&client_id=careteam&"))
    #expect(address.contains("&aud=https%3A%2F%2Ffhir.example%2Fr4&"))
    #expect(address.contains("&code_challenge_method=S256"))
    #expect(!address.contains(first.proof.verifier))
    #expect(try !request("patient/Task.rs").address().contains("nonce"))
  }

  @Test func `an answer of another login, of another server or of none is not taken`() throws {
    let request = try request()
    #expect(try request.code(from: answer("code=abc&state=\(request.state)")) == "abc")
    #expect(throws: SMARTError.foreignAnswer) { try request.code(from: answer("code=abc&state=x")) }
    #expect(throws: SMARTError.foreignAnswer) { try request.code(from: answer("code=abc")) }
    #expect(throws: SMARTError.wrongIssuer("https://evil.example")) {
      try request.code(from: answer("code=abc&state=\(request.state)&iss=https%3A%2F%2Fevil.example"))
    }
    let naming = try self.request { $0["authorization_response_iss_parameter_supported"] = true }
    #expect(throws: SMARTError.wrongIssuer("it did not say which")) {
      try naming.code(from: answer("code=abc&state=\(naming.state)"))
    }
    #expect(try naming.code(from: answer("code=a&state=\(naming.state)&iss=https%3A%2F%2Flogin.example")) == "a")
  }

  @Test func `a refusal is said in the server's words, as far as they go`() throws {
    let request = try request()
    let long = String(repeating: "x", count: 2000)
    let refused = try answer("error=access_denied&error_description=No+%E2%80%93+never.\(long)&state=\(request.state)")
    let error = #expect(throws: SMARTError.self) { try request.code(from: refused) }
    guard case .refused(let refusal) = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(refusal.description?.hasPrefix("No – never.") == true)
    #expect(refusal.description?.count == 300)
    #expect(CareTeamError(.refused(refusal)).exitStatus == 77)
  }

  @Test(arguments: ["", "state=x", "code=a&code=b&state=x", "code=%FF", "code=%2", "code=%zz&state=x"])
  func `what is no answer is none`(query: String) {
    #expect(AuthorizationAnswer(query: query) == nil)
  }

  @Test func `the code and its proof are given for the token, once`() async throws {
    let request = try request("patient/Task.rs")
    let server = ScriptedEndpoints([
      "/token": [.json(["access_token": "t", "token_type": "Bearer", "expires_in": 60, "patient": "7"])]
    ])
    let endpoint = TokenEndpoint(
      "https://login.example/token", client: request.client, by: server, now: { Instant(seconds: 1_000_000_000) })
    let token = try await endpoint.exchange("abc", of: request, within: nil)
    #expect(token.accessToken == "t" && token.patient == "7")
    #expect(token.document["expires_at"]?.string == "2001-09-09T01:47:40Z")
    let form = try #require(server.requests.first?.form)
    #expect(server.requests.count == 1)
    for part in [
      "grant_type=authorization_code", "code=abc", "code_verifier=\(request.proof.verifier)", "client_id=careteam",
      "redirect_uri=http%3A%2F%2F127.0.0.1%3A5%2Fcallback",
    ] { #expect(form.split(separator: "&").contains(Substring(part)), "\(form)") }
  }

  @Test(
    arguments: [
      ["token_type": "Bearer"], ["access_token": "a b", "token_type": "Bearer"],
      ["access_token": "t", "token_type": "mac"], ["access_token": "", "token_type": "Bearer"],
    ] as [JSON])
  func `an answer without a token that can be used is refused`(answer: JSON) {
    #expect(throws: SMARTError.self) { try TokenAnswer(answer, at: Instant(seconds: 0)) }
  }

  @Test func `a secret goes into the header, encoded as RFC 6749 has it`() throws {
    let request = try ClientCredential(id: "a:b", secret: "ä=/").request(
      [("grant_type", "x")], to: "https://login.example/t", audience: "", at: Instant(seconds: 0))
    #expect(request.headers["Authorization"] == "Basic " + Base64.encode(Array("a%3Ab:%C3%A4%3D%2F".utf8)))
    #expect(request.form == "grant_type=x")
  }
}
