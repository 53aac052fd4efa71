import CareTeamCore
import HTTPTypes
import Hummingbird

extension AuthorizationServer {
  /// Gives tokens (RFC 6749 §3.2).
  func token(_ visit: Visit) async throws -> Response {
    let form = try await Parameters(formOf: visit.request)
    let isLogin = form["grant_type"] != "refresh_token"
    let event: LoginEvent = isLogin ? .token : .refresh
    do {
      let tokens = try await tokens(form, visit)
      try await record(event, by: tokens.grant.user, client: tokens.grant.client, status: 200, visit)
      return Response(oauth: try await document(tokens, isLogin: isLogin, at: visit.now))
    } catch let error as OAuthError where error.isRefusal {
      let claimed = form["client_id"].flatMap { Client.isID($0) ? $0 : nil }
      try await record(event, by: nil, client: claimed, status: error.status, visit)
      throw error
    }
  }

  private func tokens(_ form: Parameters, _ visit: Visit) async throws -> IssuedTokens {
    switch try form.required("grant_type") {
    case "authorization_code": return try await redeemCode(form, visit)
    case "refresh_token": return try await refresh(form, visit)
    case "client_credentials": return try await letBackendIn(form, visit)
    case "urn:ietf:params:oauth:grant-type:device_code":
      let client = try await publicClient(form, visit)
      return try await store.poll(deviceCode: form.required("device_code"), client: client.id, at: visit.now)
    default: throw OAuthError(.unsupportedGrantType, "The grant_type is not understood here.")
    }
  }

  private func redeemCode(_ form: Parameters, _ visit: Visit) async throws -> IssuedTokens {
    let client = try await publicClient(form, visit)
    let verifier = try form.required("code_verifier")
    guard (43...128).contains(verifier.utf8.count) else {
      throw OAuthError(.invalidRequest, "The code_verifier has 43 to 128 characters.")
    }
    let outcome = try await store.redeem(
      code: form.required("code"), client: client.id, redirect: form.required("redirect_uri"), verifier: verifier,
      at: visit.now)
    return try await tokens(of: outcome, client, visit)
  }

  private func refresh(_ form: Parameters, _ visit: Visit) async throws -> IssuedTokens {
    let client = try await publicClient(form, visit)
    let asked = form["scope"].map { Scopes($0) }
    guard asked?.isEmpty != true else { throw OAuthError(.invalidScope, "None of the scopes is understood here.") }
    let outcome = try await store.refresh(
      form.required("refresh_token"), client: client.id, scopes: asked, at: visit.now)
    return try await tokens(of: outcome, client, visit)
  }

  private func tokens(of outcome: GrantOutcome, _ client: Client, _ visit: Visit) async throws -> IssuedTokens {
    switch outcome {
    case .given(let tokens): return tokens
    case .refused(let error): throw error
    case .reused(let user):
      try await record(.reuse, by: user, client: client.id, status: 400, visit)
      throw OAuthError(.invalidGrant, "It was used before, so that the login has ended. Log in again.")
    }
  }

  /// SMART App Launch 2.2 §5: nobody logs in, the client's key is enough.
  private func letBackendIn(_ form: Parameters, _ visit: Visit) async throws -> IssuedTokens {
    guard let client = try await backendClient(form, visit) else {
      throw OAuthError(.invalidClient, "A client_assertion of a registered key is needed.")
    }
    let asked = Scopes(try form.required("scope"))
    guard let allowed = client.scopes, let user = try await store.principal(forUser: client.user ?? "") else {
      throw OAuthError(.unauthorizedClient, "The user that the client acts as is unknown or locked out.")
    }
    let granted = allowed.intersection(Scopes(resources: asked.resources))
    guard !granted.isEmpty else {
      throw OAuthError(.invalidScope, "The client is registered for none of these scopes.")
    }
    let grant = Grant(
      family: Secret.random(), client: client.id, user: user.reference, scopes: granted.limited(to: user), patient: nil,
      authenticated: visit.now)
    return try await store.issueForBackend(grant, named: granted, at: visit.now)
  }

  /// A client without a key says who it is, and PKCE or its token proves the rest.
  func publicClient(_ form: Parameters, _ visit: Visit) async throws -> Client {
    guard visit.request.headers[.authorization] == nil, form["client_secret"] == nil else {
      throw OAuthError(.invalidClient, "Clients have no secrets here. Send client_id alone.")
    }
    guard form["client_assertion"] == nil else { throw Self.notForThisClient }
    guard let client = try await store.activeClient(form.required("client_id")) else {
      throw OAuthError(.invalidClient, "The client is unknown. Ask the clinic to register it.")
    }
    guard !client.isBackend else { throw Self.notForThisClient }
    return client
  }

  /// The client that a signed assertion proves; nil when there is none.
  func backendClient(_ form: Parameters, _ visit: Visit) async throws -> Client? {
    guard let assertion = form["client_assertion"] else { return nil }
    guard form["client_assertion_type"] == ClientAssertion.type else {
      throw OAuthError(.invalidClient, "The client_assertion_type is not \(ClientAssertion.type).")
    }
    return try await ClientAssertion(store: store, audience: tokenEndpoint, now: visit.now)
      .client(of: assertion, id: form["client_id"])
  }

  private static let notForThisClient = OAuthError(.unauthorizedClient, "The client is not registered for this.")

  private func document(_ tokens: IssuedTokens, isLogin: Bool, at now: Instant) async throws -> JSON {
    let grant = tokens.grant
    var document: JSON = [
      "access_token": .string(tokens.access), "token_type": "Bearer", "expires_in": JSON(Int(tokens.lifetime)),
      "scope": .string(tokens.scopes.text),
    ]
    if let refresh = tokens.refresh { document["refresh_token"] = .string(refresh) }
    if let patient = grant.patient { document["patient"] = .string(patient) }
    if grant.scopes.login.contains(.fhirUser) { document["fhirUser"] = .string(configuration.base + "/" + grant.user) }
    if isLogin, grant.scopes.login.contains(.openid) {
      document["id_token"] = .string(try await identityToken(grant, at: now))
    }
    return document
  }
}
