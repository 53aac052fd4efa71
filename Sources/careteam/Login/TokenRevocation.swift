import CareTeamCore
import CareTeamMailbox
import CareTeamNetwork

/// Ends a login at the server (RFC 7009), so that nobody who gets hold of the token can use it.
struct TokenRevocation {
  let session: Session
  let account: Account

  /// Ends what is kept, and says where that could not be done.
  func run(_ kept: [UInt8]?) async {
    guard let kept, let claims = try? JSON(parsing: kept), claims["access_token"]?.string != nil else { return }
    await run(claims)
  }

  /// Ends the login of a token as it is kept.
  func run(_ claims: JSON) async {
    guard let endpoint = claims["revocation_endpoint"]?.string, let client = claims["client_id"]?.string else {
      return session.remark(
        "the server has no way to end a login, so that the token is good until it ends\(end(claims))")
    }
    guard !session.isOffline else {
      return session.remark(
        "the server was not asked to end the login: offline; the token is good until it ends\(end(claims))")
    }
    do throws(CareTeamError) {
      // The refresh token first: with it a new access token could be had (RFC 7009 §2.1 ends both at once, if it can).
      for name in ["refresh_token", "access_token"] {
        guard let token = claims[name]?.string else { continue }
        try await revoke(token, name, at: endpoint, client: credential(claims, client), claims)
      }
    } catch {
      session.remark(
        "the server did not end the login, so that the token may be good until it ends\(end(claims)): \(error.message)")
    }
  }

  private func revoke(
    _ token: String, _ hint: String, at endpoint: String, client: ClientCredential, _ claims: JSON
  ) async throws(CareTeamError) {
    let transport = session.connection(to: account.server, token: nil)
    let tokens = TokenEndpoint(
      claims["token_endpoint"]?.string ?? endpoint, client: client, by: transport, now: session.now)
    let timeout = session.deadline.remaining
    try await smart { () async throws(SMARTError) in
      try await tokens.revoke(token, hint: hint, at: endpoint, within: timeout)
    }
  }

  private func credential(_ claims: JSON, _ client: String) throws(CareTeamError) -> ClientCredential {
    if let grant = BackendGrant(claims) { return try grant.credential() }
    guard let secret = claims["client_secret"]?.string else { return ClientCredential(id: client) }
    return ClientCredential(id: client, secret: secret)
  }

  private func end(_ claims: JSON) -> String {
    claims["expires_at"]?.string.map { " (the access token at \($0))" } ?? ""
  }
}
