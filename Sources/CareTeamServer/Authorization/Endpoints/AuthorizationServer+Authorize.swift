import CareTeamCore
import Hummingbird

extension AuthorizationServer {
  /// What a client sends a browser to.
  func authorize(_ visit: Visit) async throws -> Response {
    let request = try await AuthorizationRequest.read(
      Parameters(parsing: visit.request.uri.query ?? ""), from: store, base: configuration.base)
    let session = try await session(visit)
    guard !request.prompts.contains("none") else {
      throw AuthorizationFault.client(
        OAuthError(.loginRequired, "Nothing is given without asking the user."), redirect: request.redirect,
        state: request.state)
    }
    guard let session, !request.prompts.contains("login") else {
      return loginPage(visit, next: request.address, client: request.client.name)
    }
    return try await consentPage(request, session, visit)
  }

  /// What a user answers.
  func consent(_ visit: Visit) async throws -> Response {
    let form = try await Parameters(formOf: visit.request)
    try checkForm(form, visit)
    let request = try await AuthorizationRequest.read(
      Parameters(parsing: form.required("request")), from: store, base: configuration.base)
    guard let session = try await session(visit) else {
      return loginPage(visit, next: request.address, client: request.client.name)
    }
    guard form["decision"] == "allow" else {
      try await record(.consent, by: session.principal.reference, client: request.client.id, status: 403, visit)
      throw AuthorizationFault.client(
        OAuthError(.accessDenied, "The user refused."), redirect: request.redirect, state: request.state)
    }
    let offer = ScopeOffer(asked: request.asked, of: session.principal)
    let choice: ConsentChoice
    do throws(ConsentFault) { choice = try ConsentChoice(form, offer) } catch {
      return try await consentPage(request, session, visit, fault: error.message)
    }
    let grant = Grant(
      family: Secret.random(), client: request.client.id, user: session.principal.reference, scopes: choice.scopes,
      patient: choice.patient, nonce: request.nonce, authenticated: session.started)
    let code = try await store.addCode(
      grant, redirect: request.redirect, challenge: request.challenge, at: visit.now)
    try await record(.consent, by: grant.user, client: grant.client, status: 200, visit)
    return .seeOther(
      AuthorizationRequest.answer([("code", code)], at: request.redirect, state: request.state, issuer: origin))
  }

  private func consentPage(
    _ request: AuthorizationRequest, _ session: BrowserSession, _ visit: Visit, fault: String? = nil
  ) async throws -> Response {
    let offer = ScopeOffer(asked: request.asked, of: session.principal)
    guard !offer.isEmpty else {
      throw AuthorizationFault.client(
        OAuthError(.invalidScope, "The user can give nothing of what is asked for."), redirect: request.redirect,
        state: request.state)
    }
    let page = ConsentPage(
      target: .browser(query: request.query.text, redirect: request.redirect), client: request.client.name,
      userName: session.principal.name, offer: offer, patientNames: try await names(of: offer),
      csrf: csrf(session.secret), fault: fault)
    return visit.show(page.page, secret: session.secret)
  }

  /// The names of the patients that an offer is about.
  func names(of offer: ScopeOffer) async throws -> [String: String] {
    try await store.patientNames(offer.choices + (offer.patient.map { [$0] } ?? []))
  }
}
