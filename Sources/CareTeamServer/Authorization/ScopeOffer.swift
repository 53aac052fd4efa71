/// What a user can give of what a client asks for.
struct ScopeOffer: Sendable, Equatable {
  /// What can be given.
  let scopes: Scopes
  /// The ids of the patients among whom the user chooses the one it is for; none when there is nothing to choose.
  let choices: [String]
  /// The one patient it is for, when that is no question.
  let patient: String?

  private static let known: Set<Scopes.Login> = [
    .openid, .fhirUser, .profile, .launchPatient, .offlineAccess, .onlineAccess,
  ]

  /// A client may ask for `patient/` and `user/` scopes at once, not knowing who will log in: patients and their
  /// proxies then give those for one patient, clinicians those for all their patients.
  init(asked: Scopes, of user: Principal) {
    let isNearPatient = user.role == .patient || user.role == .proxy
    let contexts: [ResourceScope.Context] = isNearPatient ? [.patient, .user] : [.user, .patient]
    let context = contexts.first { context in asked.resources.contains { $0.context == context } } ?? contexts[0]
    var login = asked.login.intersection(Self.known)
    let needsOne = context == .patient && asked.resources.contains { $0.context == .patient }
    let mayHaveOne = needsOne || isNearPatient
    let candidates = mayHaveOne ? user.patients.sorted() : []
    if candidates.isEmpty { login.remove(.launchPatient) }
    if login.contains(.offlineAccess) { login.remove(.onlineAccess) }
    scopes = Scopes(
      login: login, resources: asked.resources.filter { $0.context == context && !(needsOne && candidates.isEmpty) })
    patient = candidates.count == 1 ? candidates.first : nil
    choices = candidates.count > 1 && (needsOne || login.contains(.launchPatient)) ? candidates : []
  }

  /// Whether the user can give nothing.
  var isEmpty: Bool { scopes.resources.isEmpty && asked.isEmpty }

  /// Whether it is about whoever the user may see.
  var isForAllPatients: Bool {
    patient == nil && choices.isEmpty && scopes.resources.contains { $0.context == .user }
  }

  /// The scopes about the login that the user is asked about, each question once: `openid` shows whom `fhirUser` shows.
  var asked: [Scopes.Login] {
    Scopes.Login.allCases.filter { scope in
      scopes.login.contains(scope) && scope != .launchPatient
        && !(scope == .openid && scopes.login.contains(.fhirUser))
    }
  }

  /// What is given when the user left these scopes ticked.
  func granted(keeping isTicked: (String) -> Bool) -> Scopes {
    Scopes(
      login: scopes.login.filter { scope in
        switch scope {
        case .launchPatient: true
        case .openid where scopes.login.contains(.fhirUser): isTicked(Scopes.Login.fhirUser.rawValue)
        default: isTicked(scope.rawValue)
        }
      },
      resources: scopes.resources.filter { isTicked($0.text) })
  }
}
