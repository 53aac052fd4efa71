import CareTeamCore
import CareTeamNetwork

/// Gives a refresh token away for another and an access token (RFC 6749 §6).
struct TokenRefresh {
  /// How often a refresh is sent whose answer was lost. The server has used the refresh token up and careteam has not
  /// got the next: a server that allows for that gives the same answer again, for a short time.
  private static let attempts = 3

  let settings: TokenSettings

  /// What is kept from now on.
  func refresh(_ content: TokenFile) async throws(TransportError) -> TokenFile {
    guard var claims = content.claims else { return content }
    if let grant = BackendGrant(claims) { return try await renew(grant, claims) }
    let form = [
      ("grant_type", "refresh_token"), ("refresh_token", claims["refresh_token"]?.string ?? ""),
    ]
    let request = try await request(form, claims)
    let response = try await send(request)
    if (400..<500).contains(response.status), response.status != 429 {
      throw .noToken("the login has ended and the server does not renew it; log in again with ‘careteam login’")
    }
    guard response.isSuccess, let answer = try? JSON(parsing: response.body),
      let token = answer["access_token"]?.string, let members = answer.object
    else { throw .unreachable("the server did not renew the login (\(response.status))") }
    // Who is logged in is known, and an id_token would be the larger part of what is kept.
    for name in members.keys where name != "id_token" { claims[name] = answer[name] }
    claims["expires_at"] = answer["expires_in"]?.int.map {
      .string(settings.now().adding(seconds: Int64($0)).rfc3339)
    }
    return TokenFile(token: token, claims: claims)
  }

  /// A backend has no refresh token: its key signs for a new one (SMART App Launch 2.2 §5).
  private func renew(_ grant: BackendGrant, _ kept: JSON) async throws(TransportError) -> TokenFile {
    do throws(CareTeamError) {
      let answer = try await grant.token(by: settings.transport, now: settings.now, within: .seconds(10))
      var claims = grant.kept(answer)
      claims["revocation_endpoint"] = kept["revocation_endpoint"]
      return TokenFile(token: answer.accessToken, claims: claims)
    } catch {
      throw error.code.isRetryable ? .noTokenNow(error.message) : .noToken(error.message)
    }
  }

  private func request(
    _ form: [(String, String)], _ claims: JSON
  ) async throws(TransportError) -> HTTPRequest {
    let endpoint = try await endpoint(claims)
    let id = claims["client_id"]?.string ?? ""
    let client =
      claims["client_secret"]?.string.map { ClientCredential(id: id, secret: $0) } ?? ClientCredential(id: id)
    do throws(SMARTError) {
      return try client.request(form, to: endpoint, audience: endpoint, at: settings.now())
    } catch {
      throw .noToken(CareTeamError(error).message)
    }
  }

  private func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    for attempt in 1..<Self.attempts {
      do throws(TransportError) { return try await settings.transport.send(request, timeout: .seconds(10)) } catch {
        guard error.mayHaveArrived, error != .cancelled else { throw error }
        try? await Task.sleep(for: .milliseconds(200 * attempt))
      }
    }
    return try await settings.transport.send(request, timeout: .seconds(10))
  }

  /// Where the token is renewed: as what is kept says, else as the server does (SMART App Launch 2.2 §6).
  private func endpoint(_ claims: JSON) async throws(TransportError) -> String {
    if let named = claims["token_endpoint"]?.string { return named }
    let discovery = HTTPRequest(
      "GET", "\(settings.server)/.well-known/smart-configuration", headers: ["Accept": "application/json"])
    let response = try await settings.transport.send(discovery, timeout: .seconds(10))
    guard response.isSuccess, let configuration = try? JSON(parsing: response.body),
      let endpoint = configuration["token_endpoint"]?.string
    else { throw .noToken("the login has ended and the server names no token endpoint; log in again") }
    return endpoint
  }
}
