extension Principal {
  /// The contexts of scopes that go as far as the user may; a client without a user has the `system/` scopes only.
  private var wideContexts: Set<ResourceScope.Context> {
    switch role {
    case .service: [.system]
    case .system: [.system, .user]
    case .patient, .proxy, .practitioner, .auditor: [.user]
    }
  }

  /// How far a permission goes; of several any one will do.
  func reach(_ permission: Permission, _ type: String) -> Reach {
    guard let scopes else { return .user }
    guard scopes.permission(on: type, in: wideContexts).isDisjoint(with: permission) else { return .user }
    guard role != .service, let patient, !scopes.permission(on: type, in: [.patient]).isDisjoint(with: permission)
    else { return .nothing }
    return .patient(patient)
  }

  /// How far it goes; a fault that names the missing scope when it goes nowhere.
  @discardableResult
  func demand(_ permission: Permission, _ type: String) throws(FHIRFault) -> Reach {
    let reach = reach(permission, type)
    guard reach == .nothing else { return reach }
    throw .insufficientScope(ResourceScope(scopeContext, type, permission).text)
  }

  /// Whether a resource of this type with these audiences lies within a reach.
  func admits(_ audience: Set<String>, of type: String, within reach: Reach) -> Bool {
    guard type != "AuditEvent" || role == .auditor else { return false }
    switch reach {
    case .nothing: return false
    case .user: return isAmong(audience)
    case .patient(let id):
      guard isOpen("Patient/" + id, within: reach) else { return false }
      if audience.contains("Patient/" + id) { return true }
      return !audience.contains { $0.hasPrefix("Patient/") } && isAmong(audience)
    }
  }

  /// Whether this patient's compartment, `Patient/x`, is open within a reach.
  func isOpen(_ patient: String, within reach: Reach) -> Bool {
    switch reach {
    case .nothing: false
    case .user: sees(patient: patient)
    case .patient(let id): "Patient/" + id == patient && sees(patient: patient)
    }
  }

  /// Whose search a `next` link goes on with: another token of the same user may see less.
  var searcher: String { reference + " " + (patient ?? "") + " " + (scopes?.text ?? "*") }

  /// The kind of scope that this token has, to name one that it lacks.
  private var scopeContext: ResourceScope.Context {
    if role == .service { return .system }
    return scopes?.resources.contains { $0.context == .patient } ?? false ? .patient : .user
  }

  private func isAmong(_ audience: Set<String>) -> Bool { audiences.map { !$0.isDisjoint(with: audience) } ?? true }
}
