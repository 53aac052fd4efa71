/// What must come of a request, said anew from what the clinic promises: security.md's table, SMART App Launch 2.2 and
/// README's words on who sees whom. It shares nothing with the server.
struct MatrixRule {
  /// What must come.
  struct Outcome: Equatable, CustomStringConvertible {
    var status: Int
    /// Whether a search finds the resource; nil where nothing is searched.
    var finds: Bool?
    /// Whether what is included comes too.
    var includes: Bool?

    var description: String {
      "\(status)" + (finds.map { $0 ? " with it" : " without it" } ?? "")
        + (includes.map { $0 ? " and its patient" : "" } ?? "")
    }
  }

  let actor: MatrixActor
  let type: String
  let about: String

  func outcome(of interaction: MatrixRequest.Interaction) -> Outcome {
    guard actor.kind != .nobody else { return Outcome(status: 401) }
    switch interaction {
    case .read, .vread, .history: return Outcome(status: read())
    case .operation: return Outcome(status: read())
    case .search, .formSearch: return search()
    case .include: return include()
    case .revinclude: return reverseInclude()
    case .create: return Outcome(status: create("c"))
    case .conditionalCreate: return Outcome(status: conditionalCreate())
    case .updateCreate: return Outcome(status: create("u"))
    case .update: return Outcome(status: change(success: 200))
    case .patch: return Outcome(status: patch())
    case .delete: return Outcome(status: delete())
    case .batchRead: return Outcome(status: read())
    case .transactionUpdate: return Outcome(status: type == "Binary" ? 422 : change(success: 200))
    }
  }

  private func read() -> Int {
    let grant = actor.grant("r", type)
    return grant == .none ? 403 : isVisible(within: grant) ? 200 : 404
  }

  private func search() -> Outcome {
    let grant = actor.grant("s", type)
    return grant == .none ? Outcome(status: 403) : Outcome(status: 200, finds: isVisible(within: grant))
  }

  /// What is included must be one that could be read or searched for.
  private func include() -> Outcome {
    var outcome = search()
    guard outcome.status == 200 else { return outcome }
    let patient = MatrixRule(actor: actor, type: "Patient", about: about)
    let grants = [actor.grant("r", "Patient"), actor.grant("s", "Patient")]
    guard grants.contains(where: { $0 != .none }) else { return Outcome(status: 403) }
    outcome.includes = outcome.finds == true && grants.contains { patient.isVisible(within: $0) }
    return outcome
  }

  private func reverseInclude() -> Outcome {
    let patient = MatrixRule(actor: actor, type: "Patient", about: about)
    var outcome = patient.search()
    guard outcome.status == 200 else { return outcome }
    guard actor.grant("s", type) != .none else { return Outcome(status: 403) }
    let grants = [actor.grant("r", type), actor.grant("s", type)]
    outcome.includes = outcome.finds == true && grants.contains { isVisible(within: $0) }
    return outcome
  }

  private func create(_ letter: Character) -> Int {
    let grant = actor.grant(letter, type)
    guard grant != .none, type != "AuditEvent" else { return 403 }
    switch actor.kind {
    case .administrator: return 201
    case .auditor, .nobody: return 403
    case .backend: return 201
    case .person:
      if MatrixFixture.administrative.contains(type) { return 403 }
      return type == "Subscription" || isOpen(within: grant) ? 201 : 403
    }
  }

  private func conditionalCreate() -> Int {
    guard actor.grant("c", type) != .none, type != "AuditEvent" else { return 403 }
    if type == "Binary" { return create("c") }
    return actor.grant("s", type) == .none ? 403 : create("c")
  }

  private func change(success: Int) -> Int {
    let grant = actor.grant("u", type)
    guard grant != .none, type != "AuditEvent" else { return 403 }
    guard isVisible(within: grant) else { return 404 }
    return mayChange(alsoRecipients: true) ? success : 403
  }

  private func patch() -> Int {
    let status = change(success: 200)
    return type == "Binary" && actor.grant("u", type) != .none ? 422 : status
  }

  private func delete() -> Int {
    let grant = actor.grant("d", type)
    guard grant != .none, type != "AuditEvent" else { return 403 }
    let isThere = type == "Patient" ? seesAll : isVisible(within: grant)
    guard isThere else { return 404 }
    return mayChange(alsoRecipients: false) ? 204 : 403
  }

  private func mayChange(alsoRecipients: Bool) -> Bool {
    switch actor.kind {
    case .administrator: return true
    case .auditor, .nobody: return false
    case .backend: return MatrixFixture.administrative.contains(type)
    case .person:
      if MatrixFixture.administrative.contains(type) { return false }
      let isMessage = type == "Communication" || type == "CommunicationRequest"
      let recipient = about == "a" ? "Practitioner/lee" : "Practitioner/kim"
      return actor.user == "Patient/\(about)" || (alsoRecipients && isMessage && actor.user == recipient)
    }
  }

  private var seesAll: Bool { actor.kind == .administrator || actor.kind == .backend }

  /// Whether the resource is one that the actor may see.
  private func isVisible(within grant: MatrixActor.Grant) -> Bool {
    if grant == .none { return false }
    if type == "AuditEvent" { return actor.kind == .auditor }
    if actor.kind == .auditor { return false }
    if seesAll { return true }
    if case .patient(let limit) = grant, !actor.patients.contains(limit) { return false }
    if MatrixFixture.directory.contains(type) { return true }
    if type == "Subscription" { return actor.user == "Patient/\(about)" }
    return isOpen(within: grant)
  }

  /// Whether the patient's records are open.
  private func isOpen(within grant: MatrixActor.Grant) -> Bool {
    switch grant {
    case .none: false
    case .everything: actor.patients.contains(about)
    case .patient(let limit): actor.patients.contains(about) && limit == about
    }
  }
}
