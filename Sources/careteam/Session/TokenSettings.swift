import CareTeamCore
import CareTeamNetwork

/// Where a token is kept, and how it is renewed.
struct TokenSettings: Sendable {
  /// Where it is kept.
  let place: SecretPlace
  /// The account's name.
  let account: String
  /// The server's FHIR base URL.
  let server: String
  /// The way to the token endpoint; it carries no token.
  let transport: CurlTransport
  let session: Session

  /// How long to wait for another process.
  var lockWait: Duration { session.lockWait }

  /// The time.
  var now: @Sendable () -> Instant { session.now }

  /// What is locked while the token is renewed: beside a file, whoever uses it; else with the account.
  var lockFile: String {
    if case .file(let path) = place { return path + ".lock" }
    return "\(session.folder(of: account))/login.lock"
  }

  /// Says something on standard error.
  func remark(_ text: String) { session.remark(text) }

  /// The token as it is kept.
  func read() async throws(TransportError) -> TokenFile {
    let (place, account, session) = (place, account, session)
    let kept = await BlockingWork.run {
      Result { () throws(CareTeamError) in try SecretStore(place, account: account, in: session).read(.token) }
    }
    do throws(CareTeamError) {
      guard let bytes = try kept.get() else {
        throw CareTeamError(.loginNeeded, "there is no login in \(place.words); log in again with ‘careteam login’")
      }
      return try TokenFile(bytes: bytes, path: place.words)
    } catch {
      throw Self.unreadable(error)
    }
  }

  /// Sees that a token could be kept, before one is given away for it.
  func prepareToWrite() async throws(TransportError) {
    let (place, account, session) = (place, account, session)
    let prepared = await BlockingWork.run {
      Result { () throws(CareTeamError) in try SecretStore(place, account: account, in: session).prepare(.token) }
    }
    do throws(CareTeamError) { try prepared.get() } catch {
      throw .noTokenNow("the login is not renewed, since it could not be kept: \(error.message)")
    }
  }

  /// Keeps a token in place of the one before.
  func write(_ content: TokenFile) async throws(CareTeamError) {
    let (place, account, session) = (place, account, session)
    guard let bytes = content.claims?.bytes() else { return }
    let written = await BlockingWork.run {
      Result { () throws(CareTeamError) in
        try SecretStore(place, account: account, in: session).write(bytes, .token)
      }
    }
    try written.get()
  }

  /// What a place that gives no token means to a request: one that may give it later, or not before something was done.
  private static func unreadable(_ error: CareTeamError) -> TransportError {
    error.code.isRetryable ? .noTokenNow(error.message) : .noToken(error.message)
  }
}
