package import CareTeamCore

/// Finds out, with a token in hand, what the server is and who is logged in.
package struct Login: Sendable {
  /// The way to the server; it carries the token.
  package let transport: any Transport
  /// The server's FHIR base URL.
  package let server: String

  /// A login at a server.
  package init(transport: any Transport, server: String) {
    self.transport = transport
    self.server = server
  }

  /// Who a token stands for.
  package struct Identity: Sendable, Equatable {
    package var user: Reference
    package var name: String?
    package var patient: Reference?

    /// Someone who is logged in.
    package init(user: Reference, name: String?, patient: Reference?) {
      self.user = user
      self.name = name
      self.patient = patient
    }
  }

  /// The dialect that the server's CapabilityStatement speaks for.
  ///
  /// - Throws: `serverProtocol` when there is no FHIR R4 server at the address.
  package func dialect(by deadline: Deadline) async throws(CareTeamError) -> Dialect {
    let response = try await send(HTTPRequest(get: "\(server)/metadata"), by: deadline)
    guard response.isSuccess, let json = try? JSON(parsing: response.body),
      json["resourceType"]?.string == "CapabilityStatement"
    else {
      throw CareTeamError(
        .serverProtocol, "there is no FHIR server at \(server) (its /metadata is none); check the address")
    }
    let version = json["fhirVersion"]?.string ?? ""
    guard version.hasPrefix("4.") else {
      throw CareTeamError(.serverProtocol, "the server speaks FHIR \(version); careteam needs R4 (4.0.1)")
    }
    return Dialect(speakingFor: json)
  }

  /// Who the token stands for: the server's own word, else the token's, else the one patient it may see.
  package func identity(claims: JSON?, by deadline: Deadline) async throws(CareTeamError) -> Identity {
    if let said = try await userInfo(by: deadline), let identity = Identity(claims: said) { return identity }
    if let claims, let identity = Identity(claims: claims) { return identity }
    if let patient = try await onlyPatient(by: deadline) { return patient }
    throw CareTeamError(
      .configuration,
      "the server does not say who this login is; name yourself with --user, such as --user Patient/123")
  }

  private func userInfo(by deadline: Deadline) async throws(CareTeamError) -> JSON? {
    let discovery = try await send(HTTPRequest(get: "\(server)/.well-known/smart-configuration"), by: deadline)
    guard discovery.isSuccess, let configuration = try? JSON(parsing: discovery.body),
      let endpoint = configuration["userinfo_endpoint"]?.string, Origin(endpoint) == Origin(server)
    else { return nil }
    let response = try await send(HTTPRequest("GET", endpoint, headers: ["Accept": "application/json"]), by: deadline)
    if response.status == 401 {
      throw CareTeamError(.loginNeeded, "the server does not accept the token; get a new one and log in again")
    }
    return response.isSuccess ? try? JSON(parsing: response.body) : nil
  }

  private func onlyPatient(by deadline: Deadline) async throws(CareTeamError) -> Identity? {
    let response = try await send(HTTPRequest(get: "\(server)/Patient?_count=2"), by: deadline)
    if response.status == 401 || response.status == 403 {
      throw CareTeamError(response, doing: "asking whose login this is")
    }
    guard response.isSuccess, let json = try? JSON(parsing: response.body), let bundle = Bundle(json) else {
      return nil
    }
    let patients = bundle.resources.map(Resource.init).filter { $0.type == "Patient" }
    guard patients.count == 1, let patient = patients.first, let reference = patient.reference else { return nil }
    return Identity(user: reference, name: patient.humanName, patient: reference)
  }

  private func send(_ request: HTTPRequest, by deadline: Deadline) async throws(CareTeamError) -> HTTPResponse {
    do throws(TransportError) {
      return try await transport.send(request, timeout: deadline.remaining)
    } catch {
      throw CareTeamError(error)
    }
  }
}

extension Login.Identity {
  /// Reads `fhirUser` (a URL or a reference), `patient` (an id) and `name` (SMART App Launch 2.2, OpenID Connect).
  package init?(claims: JSON) {
    let patient = claims["patient"]?.string.map { Reference($0) ?? Reference(type: "Patient", id: $0) }
    guard let user = claims["fhirUser"]?.string.flatMap({ Reference($0) }) ?? patient else { return nil }
    self.init(
      user: user, name: claims["name"]?.string, patient: patient ?? (user.type == "Patient" ? user : nil))
  }
}
