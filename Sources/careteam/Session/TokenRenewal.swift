import CareTeamCore
import CareTeamMailbox
import CareTeamNetwork
@preconcurrency import Glibc

/// An access token that careteam renews itself: the file holds the answer of a token endpoint with a `refresh_token`
/// (RFC 6749 §5.1), the `client_id` it was given to, and where the server does not name it, the `token_endpoint`.
///
/// A refresh token is good for one use, and using it twice may end the login. So one process at a time renews, under a
/// lock of the kernel, and the others take what it has got.
struct TokenRenewal: Sendable {
  /// The file.
  let path: String
  /// The server's FHIR base URL.
  let server: String
  /// The way to the token endpoint; it carries no token.
  let transport: CurlTransport
  /// How long to wait for another process.
  let lockWait: Duration
  /// The time.
  let now: @Sendable () -> Instant

  /// The token is renewed this long before it ends, in seconds: a request may take as long as that to arrive.
  private static let margin: Int64 = 30

  /// The token, renewed if it has run out.
  func token() async throws(TransportError) -> String {
    let current = try read()
    guard isDue(current) else { return current.token }
    let lock = try await takeLock()
    defer { close(lock) }
    let latest = try read()
    guard isDue(latest) else { return latest.token }
    return try await renew(latest)
  }

  private func read() throws(TransportError) -> TokenFile {
    do throws(CareTeamError) { return try TokenFile(path: path) } catch { throw .noToken(error.message) }
  }

  /// Whether the token has run out and there is something to renew it with.
  private func isDue(_ file: TokenFile) -> Bool {
    guard let claims = file.claims, claims["refresh_token"]?.string != nil, claims["client_id"]?.string != nil else {
      return false
    }
    return expiry(claims).map { $0.seconds - Self.margin <= now().seconds } ?? false
  }

  /// When the token ends: as careteam wrote it down, else as long after the file was written as it is good for.
  private func expiry(_ claims: JSON) -> Instant? {
    if let at = claims["expires_at"]?.string.flatMap(Instant.init(fhir:)) { return at }
    var facts = stat()
    guard let seconds = claims["expires_in"]?.int, stat(path, &facts) == 0 else { return nil }
    return Instant(seconds: Int64(facts.st_mtim.tv_sec)).adding(seconds: Int64(seconds))
  }

  private func takeLock() async throws(TransportError) -> Int32 {
    let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw .file("cannot make \(path).lock: \(String(cString: strerror(errno)))")
    }
    let end = ContinuousClock.now + lockWait
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard ContinuousClock.now < end else {
        close(descriptor)
        throw .unreachable("another process renews the login and did not finish in time")
      }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return descriptor
  }

  private func renew(_ file: TokenFile) async throws(TransportError) -> String {
    guard var claims = file.claims else { return file.token }
    let form = [
      ("grant_type", "refresh_token"), ("refresh_token", claims["refresh_token"]?.string ?? ""),
      ("client_id", claims["client_id"]?.string ?? ""),
    ]
    let request = HTTPRequest(form: form, to: try await endpoint(claims), accept: "application/json")
    let response = try await transport.send(request, timeout: .seconds(20))
    if (400..<500).contains(response.status), response.status != 429 {
      throw .noToken("the login has ended and the server does not renew it; log in again with ‘careteam login’")
    }
    guard response.isSuccess, let answer = try? JSON(parsing: response.body),
      let token = answer["access_token"]?.string, let members = answer.object
    else { throw .unreachable("the server did not renew the login (\(response.status))") }
    for name in members.keys { claims[name] = answer[name] }
    claims["expires_at"] = answer["expires_in"]?.int.map { .string(now().adding(seconds: Int64($0)).rfc3339) }
    do throws(CareTeamError) { try PrivateFile.write(claims.bytes(), to: path) } catch { throw .file(error.message) }
    return token
  }

  /// Where the token is renewed: as the file says, else as the server does (SMART App Launch 2.2 §6).
  private func endpoint(_ claims: JSON) async throws(TransportError) -> String {
    if let named = claims["token_endpoint"]?.string { return named }
    let discovery = HTTPRequest(
      "GET", "\(server)/.well-known/smart-configuration", headers: ["Accept": "application/json"])
    let response = try await transport.send(discovery, timeout: .seconds(10))
    guard response.isSuccess, let configuration = try? JSON(parsing: response.body),
      let endpoint = configuration["token_endpoint"]?.string
    else { throw .noToken("the login has ended and the server names no token endpoint; log in again") }
    return endpoint
  }
}
