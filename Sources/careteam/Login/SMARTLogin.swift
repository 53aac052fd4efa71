import CareTeamCore
import CareTeamMailbox
import CareTeamNetwork

/// A login at an authorisation server that the FHIR server names (SMART App Launch 2.2).
struct SMARTLogin {
  /// What careteam is called at servers where nothing else was agreed.
  static let clientId = "careteam"
  /// How long a person may take.
  private static let patience: Duration = .seconds(300)

  let session: Session
  let options: LoginOptions
  /// The server's FHIR base URL.
  let server: String
  /// The way to the authorisation server; it carries no token.
  let transport: CurlTransport
  let configuration: SMARTConfiguration

  /// Finds out where one logs in.
  init(_ options: LoginOptions, at server: String, in session: Session) async throws(CareTeamError) {
    self.session = session
    self.options = options
    self.server = server
    let transport = session.connection(to: server, token: nil)
    let timeout = session.deadline.remaining
    self.transport = transport
    configuration = try await smart { () async throws(SMARTError) in
      try await SMARTDiscovery(server, by: transport, within: timeout).configuration()
    }
  }

  /// Logs in, and says what is to be kept of it.
  func document(by method: LoginMethod) async throws(CareTeamError) -> JSON {
    switch method {
    case .backend(let file): try await byKey(file)
    case .device: try await kept(byDevice(), for: person())
    case .paste: try await kept(byPaste(), for: person())
    case .browser, .tokenFile, .kept: try await kept(byBrowser(), for: person())
    }
  }

  /// How long a person may take: as `--timeout` says, else five minutes.
  var patience: Duration { session.options.timeout?.duration ?? Self.patience }

  /// What is asked for.
  var scopes: String { options.scope ?? ScopeRequest.person(at: configuration) }

  /// Who asks, when a person logs in.
  func person() throws(CareTeamError) -> ClientCredential {
    let id = options.clientId ?? Self.clientId
    guard let secret = try clientSecret() else { return ClientCredential(id: id) }
    return ClientCredential(id: id, secret: secret)
  }

  /// The endpoint that gives tokens.
  func endpoint(for client: ClientCredential) -> TokenEndpoint {
    TokenEndpoint(configuration.tokenEndpoint, client: client, by: transport, now: session.now)
  }

  /// A request for a browser.
  func request(redirect: String) throws(CareTeamError) -> (request: AuthorizationRequest, address: String) {
    if !configuration.hasProofKeys {
      session.remark("the server does not say that it checks who takes the token (PKCE, S256); it is asked to")
    }
    let request = AuthorizationRequest(
      configuration, client: try person(), redirect: redirect, scopes: scopes, audience: server)
    return (request, try smart { () throws(SMARTError) in try request.address() })
  }

  /// The token for the answer that a browser brought.
  func token(
    for answer: AuthorizationAnswer, to request: AuthorizationRequest
  ) async throws(CareTeamError) -> TokenAnswer {
    let code = try smart { () throws(SMARTError) in try request.code(from: answer) }
    return try await token(forCode: code, of: request)
  }

  /// The token for a code.
  func token(forCode code: String, of request: AuthorizationRequest) async throws(CareTeamError) -> TokenAnswer {
    let endpoint = endpoint(for: request.client)
    session.networkTime.restart()
    let timeout = session.deadline.remaining
    return try await smart { () async throws(SMARTError) in
      try await endpoint.exchange(code, of: request, within: timeout)
    }
  }

  /// What is kept: the answer, and what renews and ends it.
  func kept(_ answer: TokenAnswer, for client: ClientCredential) throws(CareTeamError) -> JSON {
    var document = answer.document
    document["client_id"] = .string(client.id)
    if let secret = try clientSecret() { document["client_secret"] = .string(secret) }
    return completed(document, asked: scopes)
  }

  /// The same with where it is renewed and ended, and what was granted: what was asked for, where the server does not say
  /// (RFC 6749 §5.1).
  func completed(_ document: JSON, asked: String) -> JSON {
    var document = document
    document["token_endpoint"] = .string(configuration.tokenEndpoint)
    document["revocation_endpoint"] = configuration.revocationEndpoint.map(JSON.string)
    document["asked_scope"] = .string(asked)
    if document["scope"]?.string == nil { document["scope"] = .string(asked) }
    return document
  }

  private func clientSecret() throws(CareTeamError) -> String? {
    guard let file = options.clientSecretFile else { return nil }
    let text = String(decoding: try SecretFile.content(of: file), as: UTF8.self)
    guard let secret = text.split(whereSeparator: \.isNewline).first else {
      throw CareTeamError(.badInput, "\(file) holds no secret; put the one that the server gave into it")
    }
    return String(secret)
  }
}

/// Does what may fail as a login, and says it as the user is told.
func smart<Value>(_ work: () throws(SMARTError) -> Value) throws(CareTeamError) -> Value {
  do throws(SMARTError) { return try work() } catch { throw CareTeamError(error) }
}

/// The same with what takes time.
func smart<Value>(_ work: () async throws(SMARTError) -> Value) async throws(CareTeamError) -> Value {
  do throws(SMARTError) { return try await work() } catch { throw CareTeamError(error) }
}
