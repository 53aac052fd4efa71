package import CareTeamCore

/// Why a login did not come about.
package enum SMARTError: Error, Sendable, Equatable {
  /// No answer came.
  case transport(TransportError)
  /// The server does not say where one logs in.
  case noDiscovery(server: String)
  /// An endpoint is neither https nor on this machine.
  case unsafeEndpoint(name: String, url: String)
  /// The server does not offer a way to log in.
  case notOffered(String)
  /// The authorisation server says no (RFC 6749 §4.1.2.1, §5.2).
  case refused(OAuthRefusal)
  /// What came back belongs to another login, or to none (RFC 6749 §10.12).
  case foreignAnswer
  /// What came back is from another authorisation server (RFC 9207 §2.4).
  case wrongIssuer(String)
  /// An answer is not what the protocol has.
  case badAnswer(String)
  /// The key that a backend signs with is none.
  case badKey(String)
  /// Nobody has answered in time.
  case timedOut
  /// No address on this machine could be listened at.
  case cannotListen(String)
}

extension CareTeamError {
  /// What a failed login means to the user.
  package init(_ error: SMARTError) {
    switch error {
    case .transport(let failure): self.init(failure)
    case .noDiscovery(let server):
      self.init(
        .unsupported,
        "the server at \(server) does not say where to log in; get a token from it and use --token-file FILE")
    case .unsafeEndpoint(let name, let url):
      self.init(.serverProtocol, "the server names an unsafe address as its \(name) (\(url)); nothing was sent there")
    case .notOffered(let what): self.init(.unsupported, what)
    case .refused(let refusal): self.init(refusal)
    case .foreignAnswer:
      self.init(.badInput, "that answer does not belong to this login; begin again and use the newest page")
    case .wrongIssuer(let issuer):
      self.init(.serverProtocol, "another server (\(issuer)) answered than was asked; nothing was sent to it")
    case .badAnswer(let what): self.init(.serverProtocol, "the server's login is not usable: \(what)")
    case .badKey(let what): self.init(.badInput, what)
    case .timedOut: self.init(.timedOut, "nobody logged in in time; try again, with a longer --timeout if need be")
    case .cannotListen(let what): self.init(.io, what)
    }
  }

  private init(_ refusal: OAuthRefusal) {
    let said = refusal.words
    switch refusal.code {
    case "access_denied": self.init(.notAllowed, "the login was refused\(said)")
    case "invalid_grant", "expired_token":
      self.init(.loginNeeded, "the login has run out or was used up\(said); log in again")
    case "invalid_client", "unauthorized_client":
      self.init(
        .configuration,
        "the server does not accept this client\(said); have it registered there, and name it with --client-id")
    case "invalid_scope":
      self.init(.configuration, "the server gives nothing of what was asked for\(said); choose with --scope")
    case "server_error", "temporarily_unavailable", "slow_down":
      self.init(
        .serverFailed, "the server cannot log you in now\(said); try again later",
        retryAfterSeconds: refusal.retryAfterSeconds)
    default: self.init(.serverProtocol, "the server refused (\(refusal.code))\(said)")
    }
  }
}
