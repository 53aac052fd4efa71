import CareTeamCore
import Hummingbird

/// Why a client gets no token (RFC 6749 §5.2 and §4.1.2.1, RFC 8628 §3.5).
struct OAuthError: Error, Sendable, Equatable {
  /// The registered error codes, as far as they are used.
  enum Code: String, Sendable {
    case invalidRequest = "invalid_request"
    case invalidClient = "invalid_client"
    case invalidGrant = "invalid_grant"
    case unauthorizedClient = "unauthorized_client"
    case unsupportedGrantType = "unsupported_grant_type"
    case unsupportedResponseType = "unsupported_response_type"
    case invalidScope = "invalid_scope"
    case accessDenied = "access_denied"
    case authorizationPending = "authorization_pending"
    case slowDown = "slow_down"
    case expiredToken = "expired_token"
    case loginRequired = "login_required"
    case serverError = "server_error"
    case temporarilyUnavailable = "temporarily_unavailable"
  }

  var code: Code
  /// What failed, then what to do; ASCII without quotes (RFC 6749 §5.2).
  var message: String
  /// Seconds to wait.
  var retryAfter: Int?

  init(_ code: Code, _ message: String, retryAfter: Int? = nil) {
    self.code = code
    self.message = message
    self.retryAfter = retryAfter
  }

  /// The HTTP status: too many attempts are 429 (RFC 6585 §4), which a client understands without the code.
  var status: Int {
    switch code {
    case .invalidClient: 401
    case .serverError: 500
    case .temporarilyUnavailable: retryAfter == nil ? 503 : 429
    default: 400
    }
  }

  /// Whether somebody was refused who says they may, and not only asked wrongly or too early.
  var isRefusal: Bool {
    switch code {
    case .invalidClient, .invalidGrant, .unauthorizedClient, .accessDenied: true
    default: false
    }
  }

  /// The answer to a client.
  var response: Response {
    var response = Response(
      oauth: ["error": .string(code.rawValue), "error_description": .string(message)], status: status)
    if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
    if status == 401 { response.headers[.wwwAuthenticate] = "Bearer realm=\"careteam\"" }
    return response
  }
}
