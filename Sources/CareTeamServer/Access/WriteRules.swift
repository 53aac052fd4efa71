import CareTeamCore

/// Whether a user may write what they ask to; the server itself may write anything.
///
/// What a user cannot see is not found; what they see but may not do is forbidden, with the reason.
struct WriteRules {
  let reader: ResourceReader
  let base: String
  /// How far the token lets this write go.
  let reach: Reach

  var principal: Principal { reader.principal }

  /// Types that the administrator alone writes, or a program that the administrator gave the scope for it: who may see
  /// whom follows from them. `checkRole` sees to that.
  private static let administrative: Set<String> = Audience.directory.union(["Patient", "CareTeam", "RelatedPerson"])

  /// Whether a new resource may be stored.
  func checkCreate(_ resource: JSON, type: String) throws {
    guard principal.role != .system else { return }
    try checkRole(type)
    switch type {
    case "Communication": try checkNewMessage(resource)
    case "CommunicationRequest": try checkNewConversation(resource)
    case "Task": try checkTask(resource)
    case "Subscription": try SubscriptionCheck.check(resource)
    case "Binary": try checkSecurityContext(resource)
    case _ where Self.administrative.contains(type): return
    default: try checkCompartment(resource, type: type)
    }
  }

  /// Whether a resource the user can see may become another.
  func checkUpdate(_ stored: StoredResource, to resource: JSON) throws {
    guard principal.role != .system else { return }
    try checkRole(stored.type)
    let old = try stored.json()
    switch stored.type {
    case "Communication": try checkMessage(old, becomes: resource)
    case "CommunicationRequest": try checkConversation(old, becomes: resource)
    case "Task":
      try demand(isSelf(old["owner"]), "Only the owner of a Task may change it.")
      try checkTask(resource)
    case _ where Self.administrative.contains(stored.type): return
    default:
      try demand(stored.owner == principal.reference, "Only the user who created \(stored.reference) may change it.")
      if stored.type == "Binary" { try checkSecurityContext(resource) }
      if stored.type == "Subscription" { try SubscriptionCheck.check(resource) }
      if !Audience.personal.contains(stored.type) { try checkCompartment(resource, type: stored.type) }
    }
  }

  /// Whether a resource the user can see may be deleted.
  func checkDelete(_ stored: StoredResource) throws {
    guard principal.role != .system else { return }
    try checkRole(stored.type)
    let isOwner =
      switch stored.type {
      case "Communication", "CommunicationRequest": isSelf(try stored.json()["sender"])
      case "Task": isSelf(try stored.json()["owner"])
      case _ where Self.administrative.contains(stored.type): true
      default: stored.owner == principal.reference
      }
    try demand(isOwner, "Only the user \(stored.reference) belongs to may delete it.")
  }

  func demand(_ condition: Bool, _ message: String) throws {
    guard condition else { throw FHIRFault.forbidden(message) }
  }

  func isSelf(_ value: JSON?) -> Bool {
    guard let text = value?["reference"]?.string else { return false }
    return Reference(text, base: base)?.text == principal.reference
  }

  private func checkRole(_ type: String) throws {
    try demand(principal.role != .auditor, "Auditors read; they write nothing.")
    try demand(
      !Self.administrative.contains(type) || principal.role == .service,
      "\(type) resources are changed by the administrator alone.")
  }

  private func checkTask(_ task: JSON) throws {
    try demand(isSelf(task["owner"]), "Task.owner must be you, \(principal.reference).")
    let subject = try subject(of: task, member: "for")
    for basis in task["basedOn"]?.array ?? [] { _ = try conversation(basis, about: subject) }
  }

  /// The conversation lends its audience to a Binary, so the user must be in it.
  private func checkSecurityContext(_ resource: JSON) throws {
    guard let text = resource["securityContext"]?["reference"]?.string else { return }
    let context = Reference(text, base: base)
    let stored = try context.flatMap { try reader.find($0.type, $0.id) }
    let isVisible = try stored.map { try reader.admits($0, within: reach) } ?? false
    try demand(isVisible, "The security context \(text.prefix(80)) is nothing that you can see.")
  }

  /// Any other resource lies in a compartment that is open to the user.
  private func checkCompartment(_ resource: JSON, type: String) throws {
    let audience = Audience.of(resource, type: type, id: "", owner: "")
    let patients = audience.filter { $0.hasPrefix("Patient/") }
    let isOpen = !patients.isEmpty && patients.allSatisfy { principal.isOpen($0, within: reach) }
    try demand(isOpen, "A \(type) must be about a patient whose records are open to you.")
  }
}
