import CareTeamCore

extension AuthorizationServer {
  /// The public keys (RFC 7517 §5).
  func keyDocument() async throws -> JSON { ["keys": [try await store.signingKey().publicJWK()]] }

  /// Who logged in, signed.
  func identityToken(_ grant: Grant, at now: Instant) async throws -> String {
    let login = grant.scopes.login
    let isNamed = !login.isDisjoint(with: [.profile, .fhirUser])
    let user = try await store.principal(forUser: grant.user)
    return try await store.signingKey().sign(
      IdentityClaims(
        iss: origin, sub: grant.user, aud: grant.client, exp: now.adding(seconds: AuthorizationTimes.access).seconds,
        iat: now.seconds, authTime: grant.authenticated.seconds, nonce: grant.nonce, name: isNamed ? user?.name : nil,
        fhirUser: login.contains(.fhirUser) ? configuration.base + "/" + grant.user : nil))
  }
}
