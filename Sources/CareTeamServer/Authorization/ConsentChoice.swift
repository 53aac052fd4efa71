/// What a user gives of what was offered.
struct ConsentChoice: Sendable, Equatable {
  let scopes: Scopes
  let patient: String?

  init(_ form: Parameters, _ offer: ScopeOffer) throws(ConsentFault) {
    scopes = offer.granted { form["scope:" + $0] != nil }
    guard !scopes.resources.isEmpty || !scopes.login.isDisjoint(with: [.openid, .fhirUser, .profile]) else {
      throw .nothingTicked
    }
    if offer.choices.isEmpty {
      patient = offer.patient
    } else {
      guard let chosen = form["patient"], offer.choices.contains(chosen) else { throw .noPatient }
      patient = chosen
    }
  }
}
