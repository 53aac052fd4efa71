import CareTeamCore

/// The login of a machine without a browser: a person types a code on another one (RFC 8628).
package struct DeviceGrant: Sendable {
  /// What the person types.
  package let userCode: String
  /// Where.
  package let address: String
  /// The same with the code in it.
  package let completeAddress: String?
  private let deviceCode: String
  private let interval: Int
  private let end: ContinuousClock.Instant
  private let endpoint: TokenEndpoint
  private let issuer: String?

  /// Asks for a code.
  package init(
    _ configuration: SMARTConfiguration, scopes: String, audience: String, endpoint: TokenEndpoint,
    within timeout: Duration?
  ) async throws(SMARTError) {
    guard let url = configuration.deviceAuthorizationEndpoint else {
      throw .notOffered("the server offers no login by a code (RFC 8628); use --paste, or a browser on this machine")
    }
    let response = try await endpoint.send([("scope", scopes), ("aud", audience)], to: url, within: timeout)
    guard response.isSuccess else { throw .refused(OAuthRefusal(response)) }
    guard let json = try? JSON(parsing: response.body), let device = json["device_code"]?.string,
      let user = json["user_code"]?.string,
      let address = json["verification_uri"]?.string ?? json["verification_url"]?.string
    else { throw .badAnswer("it gives no code to type") }
    deviceCode = device
    userCode = user
    self.address = address
    completeAddress = json["verification_uri_complete"]?.string
    // RFC 8628 §3.2: five seconds unless the server says otherwise.
    interval = min(max(json["interval"]?.int ?? 5, 1), 60)
    end = .now + .seconds(min(max(json["expires_in"]?.int ?? 600, 1), 3600))
    self.endpoint = endpoint
    issuer = configuration.issuer
  }

  /// Asks for the token again and again until the person has answered.
  ///
  /// - Parameter limit: how long this may take, besides the server's own limit.
  package func token(within limit: Duration) async throws(SMARTError) -> TokenAnswer {
    let own = ContinuousClock.now + limit
    var pause = interval
    while true {
      guard (try? await Task.sleep(for: .seconds(pause))) != nil else { throw .timedOut }
      do throws(SMARTError) {
        return try await endpoint.deviceToken(deviceCode, issuer: issuer, within: .seconds(20))
      } catch {
        pause = try Self.pause(after: error, pause)
      }
      let now = ContinuousClock.now
      if now > end { throw .refused(OAuthRefusal(code: "expired_token", description: nil)) }
      if now > own { throw .timedOut }
    }
  }

  /// How long to wait after an answer that is not the last (RFC 8628 §3.5).
  static func pause(after error: SMARTError, _ pause: Int) throws(SMARTError) -> Int {
    switch error {
    case .refused(let refusal):
      switch refusal.code {
      case "authorization_pending": return pause
      case "slow_down": return pause + 5
      case "server_error", "temporarily_unavailable": return min(refusal.retryAfterSeconds ?? pause * 2, 60)
      default: throw error
      }
    case .transport(.unreachable), .transport(.interrupted), .transport(.timedOut):
      // RFC 8628 §3.5: after a time-out the pauses must become longer.
      return min(pause * 2, 60)
    default: throw error
    }
  }
}
