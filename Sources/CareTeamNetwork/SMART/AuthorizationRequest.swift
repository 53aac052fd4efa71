import CareTeamCore

/// What a browser is sent to the authorisation server with, and what the answer is held against (SMART App Launch 2.2
/// §3.1.5, RFC 6749 §4.1).
package struct AuthorizationRequest: Sendable {
  /// Where and how one logs in.
  package let configuration: SMARTConfiguration
  /// Who asks.
  package let client: ClientCredential
  /// Where the browser is sent back to.
  package let redirect: String
  /// What is asked for.
  package let scopes: String
  /// The server that the token is for; another one's token is of no use, and giving it away is a risk.
  package let audience: String
  let state = RandomText.make()
  let nonce = RandomText.make()
  let proof = ProofKey()

  /// A new request.
  package init(
    _ configuration: SMARTConfiguration, client: ClientCredential, redirect: String, scopes: String, audience: String
  ) {
    self.configuration = configuration
    self.client = client
    self.redirect = redirect
    self.scopes = scopes
    self.audience = audience
  }

  /// Whether an identity token is asked for, with this nonce in it (OpenID Connect Core §3.1.2.1).
  package var isOpenID: Bool { scopes.split(separator: " ").contains("openid") }

  /// What a browser opens.
  ///
  /// - Throws: `notOffered` when the server has no such page.
  package func address() throws(SMARTError) -> String {
    guard let endpoint = configuration.authorizationEndpoint else {
      throw .notOffered("the server offers no login with a browser; use --device, --backend or --token-file")
    }
    var parameters = [
      ("response_type", "code"), ("client_id", client.id), ("redirect_uri", redirect), ("scope", scopes),
      ("state", state), ("aud", audience), ("code_challenge", proof.challenge), ("code_challenge_method", "S256"),
    ]
    if isOpenID { parameters.append(("nonce", nonce)) }
    return endpoint + (endpoint.contains("?") ? "&" : "?") + HTTPRequest.form(parameters)
  }

  /// The code of an answer.
  ///
  /// - Throws: `foreignAnswer` when the answer is not to this request, `wrongIssuer` when another server gave it.
  package func code(from answer: AuthorizationAnswer) throws(SMARTError) -> String {
    guard answer.state == state else { throw .foreignAnswer }
    // RFC 9207 §2.4: a server that says it names itself must do so, and whoever names itself must be the one asked.
    if let issuer = answer.issuer, let expected = configuration.issuer, issuer != expected {
      throw .wrongIssuer(issuer)
    }
    if answer.issuer == nil, configuration.namesIssuer { throw .wrongIssuer("it did not say which") }
    if let refusal = answer.refusal { throw .refused(refusal) }
    guard let code = answer.code, !code.isEmpty else { throw .badAnswer("its answer has no code") }
    return code
  }

  /// Whether an answer is to this request, whatever it says.
  package func isAnswered(by answer: AuthorizationAnswer) -> Bool { answer.state == state }
}
