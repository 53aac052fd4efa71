package import CareTeamCore

/// Where and how one logs in to a server (SMART App Launch 2.2 §4.1, RFC 8414).
package struct SMARTConfiguration: Sendable, Equatable {
  /// Who the authorisation server is, as it names itself.
  package var issuer: String?
  /// Where a browser is sent to.
  package var authorizationEndpoint: String?
  /// Where tokens are given.
  package var tokenEndpoint: String
  /// Where the login of a device without a browser begins (RFC 8628).
  package var deviceAuthorizationEndpoint: String?
  /// Where a token is ended (RFC 7009).
  package var revocationEndpoint: String?
  /// How the proof of a code may be made.
  package var challengeMethods: [String]
  /// The scopes that the server says it knows.
  package var scopes: [String]
  /// What else it says it can.
  package var capabilities: [String]
  /// The algorithms that a client's assertion may be signed with; empty when the server does not say.
  package var assertionAlgorithms: [String]
  /// Whether each answer names its issuer (RFC 9207 §3).
  package var namesIssuer: Bool

  /// Whether the server says that it checks the proof that careteam sends with each code.
  package var hasProofKeys: Bool { challengeMethods.contains("S256") }

  /// Whether it has the scopes of SMART 1 only.
  package var isVersion1: Bool {
    capabilities.contains("permission-v1") && !capabilities.contains("permission-v2")
  }

  /// Reads a server's document.
  ///
  /// - Throws: `unsafeEndpoint` when a code or token would be sent where others can read it.
  package init?(_ document: JSON) throws(SMARTError) {
    func endpoint(_ name: String) throws(SMARTError) -> String? {
      guard let url = document[name]?.string, !url.isEmpty else { return nil }
      guard let origin = Origin(url), origin.scheme == "https" || origin.isLoopback, !url.contains("#") else {
        throw .unsafeEndpoint(name: name, url: url)
      }
      return url
    }
    guard let token = try endpoint("token_endpoint") else { return nil }
    tokenEndpoint = token
    authorizationEndpoint = try endpoint("authorization_endpoint")
    deviceAuthorizationEndpoint = try endpoint("device_authorization_endpoint")
    revocationEndpoint = try endpoint("revocation_endpoint")
    issuer = document["issuer"]?.string
    challengeMethods = Self.texts(document["code_challenge_methods_supported"])
    scopes = Self.texts(document["scopes_supported"])
    capabilities = Self.texts(document["capabilities"])
    assertionAlgorithms = Self.texts(document["token_endpoint_auth_signing_alg_values_supported"])
    namesIssuer = document["authorization_response_iss_parameter_supported"]?.bool ?? false
  }

  /// Takes what this one leaves open from the authorisation server's own metadata (RFC 8414), if that is of the same server.
  mutating func complete(from other: SMARTConfiguration) {
    guard other.tokenEndpoint == tokenEndpoint else { return }
    issuer = issuer ?? other.issuer
    deviceAuthorizationEndpoint = deviceAuthorizationEndpoint ?? other.deviceAuthorizationEndpoint
    revocationEndpoint = revocationEndpoint ?? other.revocationEndpoint
    if challengeMethods.isEmpty { challengeMethods = other.challengeMethods }
    if assertionAlgorithms.isEmpty { assertionAlgorithms = other.assertionAlgorithms }
    namesIssuer = namesIssuer || other.namesIssuer
  }

  private static func texts(_ value: JSON?) -> [String] { value?.array.compactMap(\.string) ?? [] }
}
