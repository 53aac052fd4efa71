package import CareTeamCore

/// Where tokens are given and ended.
package struct TokenEndpoint: Sendable {
  private let url: String
  private let client: ClientCredential
  private let transport: any Transport
  private let now: @Sendable () -> Instant

  /// The endpoint at a URL, asked by a client.
  package init(
    _ url: String, client: ClientCredential, by transport: any Transport, now: @escaping @Sendable () -> Instant
  ) {
    self.url = url
    self.client = client
    self.transport = transport
    self.now = now
  }

  /// Gives a code for a token (RFC 6749 §4.1.3, RFC 7636 §4.5).
  package func exchange(
    _ code: String, of request: AuthorizationRequest, within timeout: Duration?
  ) async throws(SMARTError) -> TokenAnswer {
    let form = [
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", request.redirect),
      ("code_verifier", request.proof.verifier),
    ]
    let answer = try await token(form, within: timeout)
    guard request.isOpenID, let text = answer.identityToken else { return answer }
    let identity = try IdentityToken(
      text, issuer: request.configuration.issuer, client: client.id, nonce: request.nonce, at: now())
    return answer.with(identity)
  }

  /// A token for a backend, which proves itself with its key alone (SMART App Launch 2.2 §5).
  package func backendToken(scopes: String, within timeout: Duration?) async throws(SMARTError) -> TokenAnswer {
    try await token([("grant_type", "client_credentials"), ("scope", scopes)], within: timeout)
  }

  /// Gives a device's code for a token, once a person has said yes (RFC 8628 §3.4).
  func deviceToken(
    _ code: String, issuer: String?, within timeout: Duration?
  ) async throws(SMARTError) -> TokenAnswer {
    let form = [("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", code)]
    let answer = try await token(form, within: timeout)
    guard let text = answer.identityToken else { return answer }
    return answer.with(try IdentityToken(text, issuer: issuer, client: client.id, nonce: nil, at: now()))
  }

  /// Asks for a token with any grant.
  private func token(_ form: [(String, String)], within timeout: Duration?) async throws(SMARTError) -> TokenAnswer {
    let response = try await send(form, to: url, within: timeout)
    guard response.isSuccess else { throw .refused(OAuthRefusal(response)) }
    guard let json = try? JSON(parsing: response.body) else { throw .badAnswer("its token endpoint answers no JSON") }
    return try TokenAnswer(json, at: now())
  }

  /// Ends a token (RFC 7009 §2.1); a token that is not known any more is ended, too.
  package func revoke(
    _ token: String, hint: String, at endpoint: String, within timeout: Duration?
  ) async throws(SMARTError) {
    let response = try await send([("token", token), ("token_type_hint", hint)], to: endpoint, within: timeout)
    guard response.isSuccess else { throw .refused(OAuthRefusal(response)) }
  }

  /// Posts a form as this client.
  func send(
    _ form: [(String, String)], to endpoint: String, within timeout: Duration?
  ) async throws(SMARTError) -> HTTPResponse {
    // The assertion of a backend is for the token endpoint, wherever it is shown (SMART App Launch 2.2 §5.1.4).
    let request = try client.request(form, to: endpoint, audience: url, at: now())
    do throws(TransportError) { return try await transport.send(request, timeout: timeout) } catch {
      throw .transport(error)
    }
  }
}
