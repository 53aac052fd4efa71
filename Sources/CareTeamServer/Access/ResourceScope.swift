/// A scope for resources, such as `patient/Communication.rs` (SMART App Launch 2.2 §7.2).
package struct ResourceScope: Sendable, Hashable {
  /// Whose resources are meant.
  package enum Context: String, Sendable, CaseIterable {
    /// Those of the one patient the token is for.
    case patient
    /// Whatever the user may.
    case user
    /// Whatever a client without a user may.
    case system
  }

  /// The type that stands for every type.
  package static let everyType = "*"

  /// Whose resources are meant.
  package let context: Context
  /// A resource type, or `*`.
  package let type: String
  /// What may be done with them.
  package var permission: Permission

  /// A scope of these parts.
  package init(_ context: Context, _ type: String, _ permission: Permission) {
    self.context = context
    self.type = type
    self.permission = permission
  }

  /// Reads one scope; nil for what is not understood. Refinements (`?category=…`, §7.2.3) are not: a scope that is read
  /// without its refinement would allow more than was meant.
  package init?(_ text: some StringProtocol) {
    let sides = text.split(separator: "/", omittingEmptySubsequences: false)
    guard sides.count == 2, let context = Context(rawValue: String(sides[0])) else { return nil }
    let parts = sides[1].split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let permission = Permission(parts[1]) else { return nil }
    let type = String(parts[0])
    guard type == Self.everyType || ResourceTypes.all.contains(type) else { return nil }
    self.init(context, type, permission)
  }

  /// As it is written, in the form of SMART v2.
  package var text: String { "\(context.rawValue)/\(type).\(permission.text)" }

  /// Whether it is about this type.
  package func covers(type other: String) -> Bool { type == Self.everyType || type == other }

  /// What both allow; nil when that is nothing.
  package func intersection(_ other: ResourceScope) -> ResourceScope? {
    guard context == other.context, covers(type: other.type) || other.covers(type: type) else { return nil }
    let both = permission.intersection(other.permission)
    return both.isEmpty ? nil : ResourceScope(context, type == Self.everyType ? other.type : type, both)
  }
}
