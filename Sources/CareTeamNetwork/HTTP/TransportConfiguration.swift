package import CareTeamCore

/// Gives the bearer token for an origin, refreshed if need be; nil sends none.
///
/// After an answer of 401 it is asked again, with the token that was refused: another one is tried once.
package typealias TokenSource =
  @Sendable (_ origin: Origin, _ refused: String?) async throws(TransportError) -> String?

/// Told of each request when it has ended: method, path without query, status (nil without an answer) and duration.
package typealias RequestTrace =
  @Sendable (_ method: String, _ path: String, _ status: Int?, _ duration: Duration) -> Void

/// How requests are sent.
package struct TransportConfiguration: Sendable {
  /// The one origin that gets the bearer token; nil for none.
  package var origin: Origin?
  /// Asked for the token before each request to `origin`, and for no other.
  package var token: TokenSource?
  /// A PEM file of certificates to trust besides the system's.
  package var certificateFile: String?
  /// The `User-Agent` of each request.
  package var userAgent: String
  /// The most time for a name, a connection and TLS together.
  package var connectTimeout: Duration
  /// The most time in which no byte moves, in whole seconds; then the request is given up as interrupted.
  package var stallLimit: Duration
  /// Told of each request, for `-v`.
  package var trace: RequestTrace?

  /// Ten seconds to connect, thirty without a byte.
  package init(
    origin: Origin? = nil, token: TokenSource? = nil, certificateFile: String? = nil, userAgent: String = "careteam",
    connectTimeout: Duration = .seconds(10), stallLimit: Duration = .seconds(30), trace: RequestTrace? = nil
  ) {
    self.origin = origin
    self.token = token
    self.certificateFile = certificateFile
    self.userAgent = userAgent
    self.connectTimeout = connectTimeout
    self.stallLimit = stallLimit
    self.trace = trace
  }
}
