/// What a client has a browser ask for (RFC 6749 §4.1.1, RFC 7636 §4.3, SMART App Launch 2.2 §3).
struct AuthorizationRequest: Sendable {
  let client: Client
  /// Where the browser goes back to.
  let redirect: String
  let state: String
  let challenge: String
  let asked: Scopes
  let nonce: String?
  /// What OpenID Connect Core §3.1.2.1 lets a client want of the login.
  let prompts: Set<String>
  /// The whole request, to be sent along from page to page and looked at anew each time.
  let query: FormQuery

  /// Verifies the client and where the browser goes back to first, and tells nobody else anything before that.
  static func read(
    _ parameters: Parameters, from store: ResourceStore, base: String
  ) async throws -> AuthorizationRequest {
    let client = try await verifiedClient(parameters, from: store)
    guard let redirect = parameters["redirect_uri"], client.mayRedirect(to: redirect) else {
      throw AuthorizationFault.page(
        "‘\(client.name)’ asks to be answered at an address that is not registered for it. Nothing was given.")
    }
    let state = parameters.repeated.contains("state") ? nil : parameters["state"]
    do {
      return try AuthorizationRequest(parameters, client: client, redirect: redirect, base: base)
    } catch {
      throw AuthorizationFault.client(error, redirect: redirect, state: state)
    }
  }

  private static func verifiedClient(_ parameters: Parameters, from store: ResourceStore) async throws -> Client {
    guard parameters.repeated.isDisjoint(with: ["client_id", "redirect_uri"]), let id = parameters["client_id"] else {
      throw AuthorizationFault.page("The program that sent you here did not say what it is. Nothing was given.")
    }
    guard let client = try await store.activeClient(id), !client.isBackend else {
      throw AuthorizationFault.page(
        "The program that sent you here is not registered at this server. Ask the clinic to register it.")
    }
    return client
  }

  private init(_ parameters: Parameters, client: Client, redirect: String, base: String) throws(OAuthError) {
    self.client = client
    self.redirect = redirect
    query = parameters.query
    guard parameters.repeated.isEmpty else {
      throw OAuthError(.invalidRequest, "A parameter comes twice. Send each once.")
    }
    guard parameters["request"] == nil, parameters["request_uri"] == nil else {
      throw OAuthError(.invalidRequest, "Request objects are not understood here.")
    }
    guard try parameters.required("response_type") == "code" else {
      throw OAuthError(.unsupportedResponseType, "Only response_type=code is given.")
    }
    guard parameters["response_mode"] ?? "query" == "query" else {
      throw OAuthError(.invalidRequest, "Only response_mode=query is given.")
    }
    state = try parameters.required("state")
    challenge = try Self.challenge(parameters)
    // SMART App Launch 2.2 §3.1.5: a client that means another server must not be given a token of this one.
    let audience = try parameters.required("aud")
    guard audience == base || audience == base + "/" else {
      throw OAuthError(.invalidRequest, "The parameter aud is not this server's FHIR base URL.")
    }
    asked = Scopes(try parameters.required("scope"))
    guard !asked.isEmpty else { throw OAuthError(.invalidScope, "None of the scopes is understood here.") }
    nonce = parameters["nonce"]
    guard nonce?.utf8.count ?? 0 <= 512, state.utf8.count <= 2048 else {
      throw OAuthError(.invalidRequest, "The state or the nonce is too long.")
    }
    prompts = Set((parameters["prompt"] ?? "").split(separator: " ").map(String.init))
  }

  private static func challenge(_ parameters: Parameters) throws(OAuthError) -> String {
    guard parameters["code_challenge_method"] == "S256" else {
      throw OAuthError(.invalidRequest, "PKCE is needed: send code_challenge_method=S256.")
    }
    let challenge = try parameters.required("code_challenge")
    guard challenge.utf8.count == 43,
      challenge.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    else { throw OAuthError(.invalidRequest, "The code_challenge is no SHA-256 in base64url.") }
    return challenge
  }

  /// The address of this request, without the wish for a new login once that was fulfilled.
  var address: String {
    "/auth/authorize?" + FormQuery(query.pairs.filter { $0.name != "prompt" }).text
  }

  /// The client's address with an answer, which names who gives it (RFC 9207).
  static func answer(_ pairs: [(String, String)], at redirect: String, state: String?, issuer: String) -> String {
    let all = pairs + (state.map { [("state", $0)] } ?? []) + [("iss", issuer)]
    let text = FormQuery(all.map { FormQuery.Pair(name: $0.0, value: $0.1) }).text
    return redirect + (redirect.contains("?") ? "&" : "?") + text
  }
}
