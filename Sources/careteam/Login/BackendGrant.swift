import CareTeamCore
import CareTeamNetwork

/// How a program without a user gets tokens: each with a new signature of its key, which stays in the user's file.
struct BackendGrant: Equatable {
  let client: String
  let keyFile: String
  let keyName: String?
  let endpoint: String
  let scopes: String

  init(client: String, keyFile: String, keyName: String?, endpoint: String, scopes: String) {
    self.client = client
    self.keyFile = keyFile
    self.keyName = keyName
    self.endpoint = endpoint
    self.scopes = scopes
  }

  /// Reads what is kept; nil for the login of a person.
  init?(_ kept: JSON?) {
    guard let kept, let client = kept["client_id"]?.string, let file = kept["backend_key"]?.string,
      let endpoint = kept["token_endpoint"]?.string
    else { return nil }
    self.init(
      client: client, keyFile: file, keyName: kept["backend_key_id"]?.string, endpoint: endpoint,
      scopes: kept["asked_scope"]?.string ?? kept["scope"]?.string ?? "")
  }

  /// What is kept: the answer, and how to get the next.
  func kept(_ answer: TokenAnswer) -> JSON {
    var document = answer.document
    document["client_id"] = .string(client)
    document["backend_key"] = .string(keyFile)
    document["backend_key_id"] = keyName.map(JSON.string)
    document["token_endpoint"] = .string(endpoint)
    document["asked_scope"] = .string(scopes)
    return document
  }

  /// The key in its file, which its owner alone may read.
  func key() throws(CareTeamError) -> BackendKey {
    let bytes = try SecretFile.content(of: keyFile)
    return try smart { () throws(SMARTError) in try BackendKey(bytes, name: keyName) }
  }

  /// Who asks.
  func credential() throws(CareTeamError) -> ClientCredential { ClientCredential(id: client, key: try key()) }

  /// A new token.
  func token(
    by transport: CurlTransport, now: @escaping @Sendable () -> Instant, within timeout: Duration?
  ) async throws(CareTeamError) -> TokenAnswer {
    let endpoint = TokenEndpoint(endpoint, client: try credential(), by: transport, now: now)
    let scopes = scopes
    return try await smart { () async throws(SMARTError) in
      try await endpoint.backendToken(scopes: scopes, within: timeout)
    }
  }
}
