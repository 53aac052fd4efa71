import CareTeamCore
import Hummingbird

extension AuthorizationServer {
  /// Begins the login of a device without a browser (RFC 8628 §3.1).
  func deviceAuthorization(_ visit: Visit) async throws -> Response {
    let form = try await Parameters(formOf: visit.request)
    let client = try await publicClient(form, visit)
    if let wait = devices.wait(visit.address.key, at: visit.now) {
      throw OAuthError(.temporarilyUnavailable, "Too many devices begin to log in.", retryAfter: wait)
    }
    if let audience = form["aud"], audience != configuration.base {
      throw OAuthError(.invalidRequest, "The parameter aud is not this server's FHIR base URL.")
    }
    let asked = Scopes(try form.required("scope"))
    guard !asked.isEmpty else { throw OAuthError(.invalidScope, "None of the scopes is understood here.") }
    devices.count(visit.address.key, at: visit.now)
    let (deviceCode, userCode) = try await store.addDevice(client: client.id, asked: asked, at: visit.now)
    let shown = DeviceRequest.shown(userCode)
    let page = origin + AuthorizationEndpoint.device.rawValue
    return Response(oauth: [
      "device_code": .string(deviceCode), "user_code": .string(shown), "verification_uri": .string(page),
      "verification_uri_complete": .string("\(page)?user_code=\(shown)"),
      "expires_in": JSON(Int(AuthorizationTimes.device)), "interval": JSON(Int(AuthorizationTimes.devicePause)),
    ])
  }

  /// The page where a user types what the device shows.
  func showDevice(_ visit: Visit) async throws -> Response {
    let parameters = try Parameters(parsing: visit.request.uri.query ?? "")
    let code = DeviceRequest.userCode(typed: parameters["user_code"] ?? "")
    guard let session = try await session(visit) else {
      let next = AuthorizationEndpoint.device.rawValue + (code.isEmpty ? "" : "?user_code=" + code)
      return loginPage(visit, next: next)
    }
    return devicePage(session, visit, code: code.isEmpty ? "" : DeviceRequest.shown(code))
  }

  /// Takes a user code, and then the answer.
  func enterDevice(_ visit: Visit) async throws -> Response {
    let form = try await Parameters(formOf: visit.request)
    try checkForm(form, visit)
    guard let session = try await session(visit) else {
      return loginPage(visit, next: AuthorizationEndpoint.device.rawValue)
    }
    let keys = [session.principal.reference] + (visit.address.isLoopback ? [] : [visit.address.key])
    if let wait = keys.compactMap({ codes.wait($0, at: visit.now) }).max() {
      return devicePage(session, visit, fault: Self.tooOften(wait), status: 429, retryAfter: wait)
    }
    let code = DeviceRequest.userCode(typed: form["user_code"] ?? "")
    guard let device = try await store.pendingDevice(code, at: visit.now) else {
      for key in keys { codes.count(key, at: visit.now) }
      let fault = "No device shows this code now. Look at it again; it may be too old."
      return devicePage(session, visit, fault: fault, status: 404)
    }
    return try await answer(device, form, session, visit)
  }

  private func answer(
    _ device: DeviceRequest, _ form: Parameters, _ session: BrowserSession, _ visit: Visit
  ) async throws -> Response {
    if form["decision"] == "deny" { return try await decide(device, nil, session, visit) }
    let offer = ScopeOffer(asked: device.asked, of: session.principal)
    guard !offer.isEmpty else { throw AuthorizationFault.page("You can give the device nothing of what it asks for.") }
    var fault: String?
    if form["decision"] == "allow" {
      let choice = Result { () throws(ConsentFault) in try ConsentChoice(form, offer) }
      switch choice {
      case .success(let choice): return try await decide(device, choice, session, visit)
      case .failure(let error): fault = error.message
      }
    }
    let page = ConsentPage(
      target: .device(userCode: device.userCode),
      client: try await store.activeClient(device.client)?.name ?? device.client,
      userName: session.principal.name, offer: offer, patientNames: try await names(of: offer),
      csrf: csrf(session.secret), fault: fault)
    return visit.show(page.page, secret: session.secret)
  }

  private func decide(
    _ device: DeviceRequest, _ choice: ConsentChoice?, _ session: BrowserSession, _ visit: Visit
  ) async throws -> Response {
    let grant = choice.map { choice in
      Grant(
        family: Secret.random(), client: device.client, user: session.principal.reference, scopes: choice.scopes,
        patient: choice.patient, authenticated: session.started)
    }
    guard try await store.decide(device, grant: grant) else {
      throw AuthorizationFault.page("That was answered already. Look at the device.")
    }
    let user = session.principal.reference
    try await record(.consent, by: user, client: device.client, status: grant == nil ? 403 : 200, visit)
    let text = "You can close this page and go back to the device."
    return Page.notice(grant == nil ? "Refused" : "The device is connected", text, status: 200).response
  }

  private func devicePage(
    _ session: BrowserSession, _ visit: Visit, code: String = "", fault: String? = nil, status: Int = 200,
    retryAfter: Int? = nil
  ) -> Response {
    let page = DevicePage(
      csrf: csrf(session.secret), userName: session.principal.name, code: code, fault: fault, status: status,
      retryAfter: retryAfter)
    return visit.show(page.page, secret: session.secret)
  }
}
