import CareTeamCore
import CareTeamNetwork
@preconcurrency import Glibc
import Synchronization

/// An account's access token, wherever it is kept: read once, read again when it was refused, and renewed where it can be.
///
/// What is kept can be renewed when it is the answer of a token endpoint with a `refresh_token` (RFC 6749 §5.1), the
/// `client_id` it was given to, and where the server does not name it, the `token_endpoint`. A refresh token is good for
/// one use, and using it twice may end the login. So one process at a time renews, under a lock of the kernel, and the
/// others take what it has got.
final class TokenRenewal: Sendable {
  /// What a process knows of the token.
  private struct Known {
    var content: TokenFile?
    /// What was renewed and could not be kept, with the lock: whoever used the old refresh token now would end the login.
    var unsaved: (content: TokenFile, lock: Int32, triedAt: Instant)?
  }

  /// The token is renewed this long before it ends, in seconds: a request may take as long as that to arrive.
  private static let margin: Int64 = 30
  /// What could not be kept is tried again after this time, in seconds: a keyring may take long to say no.
  private static let retryPause: Int64 = 30

  let settings: TokenSettings
  private let known = Mutex(Known())

  init(_ settings: TokenSettings) { self.settings = settings }

  /// The token, renewed if it has run out, or was refused.
  func token(refused: String? = nil) async throws(TransportError) -> String {
    if let token = try await unsavedToken() { return token }
    if let content = known.withLock({ $0.content }), content.token != refused, !isDue(content) { return content.token }
    let latest = try await read()
    guard isRenewable(latest), isDue(latest) || latest.token == refused else { return latest.token }
    let lock = try await takeLock()
    let current: TokenFile
    do throws(TransportError) {
      current = try await read()
      guard isDue(current) || current.token == refused else {
        close(lock)
        return current.token
      }
      try await settings.prepareToWrite()
    } catch {
      close(lock)
      throw error
    }
    return try await renew(current, under: lock)
  }

  private func read() async throws(TransportError) -> TokenFile {
    let content = try await settings.read()
    known.withLock { $0.content = content }
    return content
  }

  private func renew(_ content: TokenFile, under lock: Int32) async throws(TransportError) -> String {
    let renewed: TokenFile
    do throws(TransportError) { renewed = try await TokenRefresh(settings: settings).refresh(content) } catch {
      close(lock)
      throw error
    }
    known.withLock { $0.content = renewed }
    do throws(CareTeamError) {
      try await settings.write(renewed)
      close(lock)
    } catch {
      known.withLock { $0.unsaved = (renewed, lock, settings.now()) }
      settings.remark(
        "the login was renewed and cannot be kept: \(error.message). It is good for this command only, if that is not "
          + "put right before it ends; then log in again")
    }
    return renewed.token
  }

  /// What was renewed here and is kept nowhere yet: that is tried again now and then.
  private func unsavedToken() async throws(TransportError) -> String? {
    guard let unsaved = known.withLock({ $0.unsaved }) else { return nil }
    let now = settings.now()
    if now.seconds < unsaved.triedAt.seconds + Self.retryPause, !isDue(unsaved.content) { return unsaved.content.token }
    known.withLock { $0.unsaved?.triedAt = now }
    do throws(CareTeamError) {
      try await settings.write(unsaved.content)
      let lock = known.withLock { known in
        defer { known.unsaved = nil }
        return known.unsaved?.lock
      }
      if let lock { close(lock) }
      return nil
    } catch {
      guard isDue(unsaved.content) else { return unsaved.content.token }
      throw .noTokenNow("the login cannot be renewed as long as it cannot be kept: \(error.message)")
    }
  }

  private func isRenewable(_ content: TokenFile) -> Bool {
    BackendGrant(content.claims) != nil
      || content.claims?["refresh_token"]?.string != nil && content.claims?["client_id"]?.string != nil
  }

  /// Whether the token has run out, or soon will have.
  private func isDue(_ content: TokenFile) -> Bool {
    guard let claims = content.claims, isRenewable(content), let end = expiry(claims) else { return false }
    let margin = min(Self.margin, claims["expires_in"]?.int.map { Int64($0) / 4 } ?? Self.margin)
    return end.seconds - margin <= settings.now().seconds
  }

  /// When the token ends: as careteam wrote it down, else as long after the file was written as it is good for.
  private func expiry(_ claims: JSON) -> Instant? {
    if let at = claims["expires_at"]?.string.flatMap(Instant.init(fhir:)) { return at }
    var facts = stat()
    guard let seconds = claims["expires_in"]?.int, case .file(let path) = settings.place, stat(path, &facts) == 0 else {
      return nil
    }
    return Instant(seconds: Int64(facts.st_mtim.tv_sec)).adding(seconds: Int64(seconds))
  }

  private func takeLock() async throws(TransportError) -> Int32 {
    let path = settings.lockFile
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw .noTokenNow("the login cannot be renewed: cannot make \(path): \(String(cString: strerror(errno)))")
    }
    let end = ContinuousClock.now + settings.lockWait
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard ContinuousClock.now < end else {
        close(descriptor)
        throw .noTokenNow("another process renews the login and did not finish in time; try again")
      }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return descriptor
  }
}
