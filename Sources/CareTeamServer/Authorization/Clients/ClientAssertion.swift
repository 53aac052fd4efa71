import CareTeamCore

/// How a backend proves who it is: a JWT that its key has signed (`private_key_jwt`, OpenID Connect Core §9).
struct ClientAssertion: Sendable {
  static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
  /// The longest life of an assertion (SMART App Launch 2.2 §5.1.4.1), and how far two clocks may be apart.
  private static let longest: Double = 300
  private static let leeway: Double = 10

  let store: ResourceStore
  /// Whom the assertion must be addressed to: the token endpoint.
  let audience: String
  let now: Instant

  /// The client that an assertion proves; every refusal is `invalid_client`.
  func client(of assertion: String, id: String?) async throws -> Client {
    guard assertion.utf8.count <= 8192 else { throw Self.refused("The client assertion is too long.") }
    let (header, name) = try Self.unverified(assertion)
    guard let algorithm = header["alg"]?.string, KeySet.algorithms.contains(algorithm), header["crit"] == nil else {
      throw Self.refused("The client assertion is signed otherwise than with ES384 or RS384.")
    }
    guard id == nil || id == name, let client = try await store.activeClient(name), client.isBackend,
      let keys = client.keys.flatMap({ KeySet($0) }),
      let claims = await keys.claims(of: assertion, algorithm: algorithm, key: header["kid"]?.string)
    else { throw Self.refused("The client is unknown, or no key of its signed this assertion.") }
    try check(claims, of: client)
    let end = Instant(milliseconds: Int64(claims.exp * 1000) + Int64(Self.leeway * 1000))
    guard try await store.takeAssertion(claims.jti, of: client.id, expires: end, at: now) else {
      throw Self.refused("The client assertion was used before. Each has a jti of its own.")
    }
    return client
  }

  private func check(_ claims: AssertionClaims, of client: Client) throws(OAuthError) {
    guard claims.iss == client.id, claims.sub == client.id else {
      throw Self.refused("The client assertion's iss and sub are not the client.")
    }
    guard claims.aud.contains(audience) else {
      throw Self.refused("The client assertion's aud is not the token endpoint.")
    }
    guard (1...255).contains(claims.jti.utf8.count) else {
      throw Self.refused("The client assertion's jti is too long.")
    }
    let now = Double(now.milliseconds) / 1000
    guard claims.exp.isFinite, claims.exp > now - Self.leeway else {
      throw Self.refused("The client assertion is past its end. Is the clock right?")
    }
    guard claims.exp <= now + Self.longest + Self.leeway else {
      throw Self.refused("The client assertion lives longer than 5 minutes.")
    }
    guard (claims.nbf ?? 0) <= now + Self.leeway, (claims.iat ?? 0) <= now + Self.leeway else {
      throw Self.refused("The client assertion is not valid yet. Is the clock right?")
    }
  }

  /// The header, and who it says it is: only good for finding the keys.
  private static func unverified(_ assertion: String) throws(OAuthError) -> (header: JSON, name: String) {
    let parts = assertion.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = json(parts[0]), let claims = json(parts[1]), let name = claims["iss"]?.string
    else {
      throw refused("The client assertion is no JWT.")
    }
    return (header, name)
  }

  private static func json(_ part: Substring) -> JSON? {
    Base64.decodeFromURL(String(part)).flatMap { try? JSON(parsing: $0) }
  }

  private static func refused(_ message: String) -> OAuthError { OAuthError(.invalidClient, message) }
}
