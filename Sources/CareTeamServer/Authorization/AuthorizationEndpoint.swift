/// The addresses that are answered here.
enum AuthorizationEndpoint: String, Sendable, CaseIterable {
  case authorize = "/auth/authorize"
  case login = "/auth/login"
  case consent = "/auth/consent"
  case logout = "/auth/logout"
  case device = "/auth/device"
  case token = "/auth/token"
  case deviceAuthorization = "/auth/device_authorization"
  case revoke = "/auth/revoke"
  case introspect = "/auth/introspect"
  case keys = "/auth/jwks"
  case metadata = "/.well-known/oauth-authorization-server"

  init?(path: String) {
    // RFC 8414 §3 and OpenID Connect Discovery §4: one document under two names.
    self.init(rawValue: path == "/.well-known/openid-configuration" ? Self.metadata.rawValue : path)
  }

  /// The methods that mean something there.
  var methods: [String] {
    switch self {
    case .authorize, .keys, .metadata: ["GET", "HEAD"]
    case .device: ["GET", "HEAD", "POST"]
    case .login, .consent, .logout, .token, .deviceAuthorization, .revoke, .introspect: ["POST"]
    }
  }

  /// Whether a person sees the answer, and not a program.
  var isForPeople: Bool {
    switch self {
    case .authorize, .login, .consent, .logout, .device: true
    case .token, .deviceAuthorization, .revoke, .introspect, .keys, .metadata: false
    }
  }
}
