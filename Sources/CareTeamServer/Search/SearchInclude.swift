/// `_include` or `_revinclude`: `Type:parameter` with an optional `:Target`.
struct SearchInclude: Sendable {
  let source: String
  let parameter: String
  let target: String?
  let isReverse: Bool

  init(_ text: String, isReverse: Bool) throws(FHIRFault) {
    let parts = text.split(separator: ":").map(String.init)
    guard (2...3).contains(parts.count), let found = SearchParameter.named(parts[1], of: parts[0]),
      found.kind == .reference
    else {
      throw FHIRFault(400, .invalid, "“\(text.prefix(64))” cannot be included. Write Type:parameter, see /metadata.")
    }
    source = parts[0]
    parameter = parts[1]
    target = parts.count == 3 ? parts[2] : nil
    self.isReverse = isReverse
  }

  /// Refuses to look for a type that the token has no scope for; a target that is not named is left out where it has none.
  func demand(of principal: Principal) throws(FHIRFault) {
    if isReverse { try principal.demand(.search, source) }
    if !isReverse, let target { try principal.demand([.read, .search], target) }
  }
}
