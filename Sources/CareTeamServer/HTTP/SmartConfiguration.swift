import CareTeamCore
import HTTPTypes
import Hummingbird

/// What discovery finds (SMART App Launch 2.2 §4, RFC 8414, OpenID Connect Discovery): only what is really there.
struct SmartConfiguration {
  let origin: String

  var document: JSON {
    func address(_ endpoint: AuthorizationEndpoint) -> JSON { .string(origin + endpoint.rawValue) }
    let algorithms = JSON.array(KeySet.algorithms.map(JSON.string))
    return [
      "issuer": .string(origin), "authorization_endpoint": address(.authorize), "token_endpoint": address(.token),
      "device_authorization_endpoint": address(.deviceAuthorization), "revocation_endpoint": address(.revoke),
      "introspection_endpoint": address(.introspect), "userinfo_endpoint": .string(origin + "/auth/userinfo"),
      "jwks_uri": address(.keys), "grant_types_supported": Self.grants, "response_types_supported": ["code"],
      "response_modes_supported": ["query"], "code_challenge_methods_supported": ["S256"],
      "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
      "token_endpoint_auth_signing_alg_values_supported": algorithms,
      "revocation_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
      "introspection_endpoint_auth_methods_supported": ["private_key_jwt"],
      "introspection_endpoint_auth_signing_alg_values_supported": algorithms,
      "revocation_endpoint_auth_signing_alg_values_supported": algorithms,
      "authorization_response_iss_parameter_supported": true, "subject_types_supported": ["public"],
      "id_token_signing_alg_values_supported": [.string(SigningKey.algorithm)], "scopes_supported": Self.scopes,
      "claims_supported": ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "name", "fhirUser"],
      "capabilities": Self.capabilities,
    ]
  }

  private static let grants: JSON = [
    "authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code",
  ]
  private static let scopes: JSON = [
    "openid", "fhirUser", "profile", "launch/patient", "offline_access", "online_access", "patient/*.cruds",
    "user/*.cruds", "system/*.cruds",
  ]
  private static let capabilities: JSON = [
    "launch-standalone", "client-public", "client-confidential-asymmetric", "sso-openid-connect",
    "context-standalone-patient", "permission-offline", "permission-online", "permission-patient", "permission-user",
    "permission-v1", "permission-v2",
  ]

  var response: Response {
    var response = Response(fhir: document.text())
    response.headers[.contentType] = "application/json"
    return response
  }
}
