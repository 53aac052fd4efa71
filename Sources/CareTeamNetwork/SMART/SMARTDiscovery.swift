package import CareTeamCore

/// Asks a server where one logs in.
package struct SMARTDiscovery: Sendable {
  private let transport: any Transport
  private let server: String
  private let timeout: Duration?

  /// A question to the server of a FHIR base URL; no token is sent with it.
  package init(_ server: String, by transport: any Transport, within timeout: Duration?) {
    self.server = server
    self.transport = transport
    self.timeout = timeout
  }

  /// Its smart-configuration, else what its CapabilityStatement says (SMART 1), completed by the authorisation server's
  /// own metadata.
  package func configuration() async throws(SMARTError) -> SMARTConfiguration {
    if let document = try await json("\(server)/.well-known/smart-configuration"),
      var found = try SMARTConfiguration(document)
    {
      // The device grant and RFC 9207 are not part of SMART, so that a server may say them in its own metadata only.
      let isWhole = found.deviceAuthorizationEndpoint != nil && found.revocationEndpoint != nil
      if !isWhole, let more = try? await metadata(of: found.issuer) { found.complete(from: more) }
      return found
    }
    if let statement = try await json("\(server)/metadata"), let found = try Self.version1(statement) { return found }
    throw .noDiscovery(server: server)
  }

  /// RFC 8414 §3: the well-known part stands between the host and the path; OpenID Connect puts it at the end.
  private func metadata(of issuer: String?) async throws(SMARTError) -> SMARTConfiguration? {
    guard let issuer, let origin = Origin(issuer), origin.scheme == "https" || origin.isLoopback,
      let url = URLReference(issuer)
    else { return nil }
    let path = url.path == "/" ? "" : url.path
    let places = [
      "\(url.scheme ?? "https")://\(url.authority ?? "")/.well-known/oauth-authorization-server\(path)",
      (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration",
    ]
    for place in places {
      guard let document = try await json(place), document["issuer"]?.string == issuer else { continue }
      return try SMARTConfiguration(document)
    }
    return nil
  }

  /// The extension `oauth-uris` of a CapabilityStatement, which SMART 1 had.
  private static func version1(_ statement: JSON) throws(SMARTError) -> SMARTConfiguration? {
    let extensions = statement["rest"]?.array.flatMap { $0["security"]?["extension"]?.array ?? [] } ?? []
    let wanted = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
    guard let uris = extensions.first(where: { $0["url"]?.string == wanted })?["extension"]?.array else { return nil }
    func uri(_ name: String) -> JSON? { uris.first { $0["url"]?.string == name }?["valueUri"] }
    var document = JSONObject([("capabilities", ["permission-v1"])])
    document["authorization_endpoint"] = uri("authorize")
    document["token_endpoint"] = uri("token")
    document["revocation_endpoint"] = uri("revoke")
    return try SMARTConfiguration(.object(document))
  }

  /// A JSON document; nil when the server has none there.
  private func json(_ url: String) async throws(SMARTError) -> JSON? {
    let request = HTTPRequest(
      "GET", url, headers: ["Accept": "application/json, application/fhir+json;q=0.9"], responseLimit: 4 << 20)
    do throws(TransportError) {
      let response = try await transport.send(request, timeout: timeout)
      return response.isSuccess ? try? JSON(parsing: response.body) : nil
    } catch {
      throw .transport(error)
    }
  }
}
