/// A search that has been understood.
struct SearchRequest: Sendable {
  static let defaultCount = 50
  static let maximumCount = 1000

  let type: String
  var clauses: [SearchClause] = []
  var sort: [SearchSort] = []
  var count = Self.defaultCount
  var isCountOnly = false
  var wantsTotal = true
  var includes: [SearchInclude] = []
  /// What was applied, for the self link.
  var applied = FormQuery()

  /// Reads parameters; one that is not known is an error, or left out where the client does not mind.
  init(type: String, query: FormQuery, handling: SearchHandling = .usual) throws(FHIRFault) {
    self.type = type
    for pair in query.pairs where pair.name != "_format" && !handling.ignores(pair) {
      do throws(FHIRFault) {
        try apply(pair)
        applied.pairs.append(pair)
      } catch {
        if !(handling == .lenient && error.code == .notSupported) { throw error }
      }
    }
    try SearchLimits.check(self)
  }

  private mutating func apply(_ pair: FormQuery.Pair) throws(FHIRFault) {
    switch pair.name {
    case "_count": try applyCount(pair.value)
    case "_sort": try applySort(pair.value)
    case "_summary": try applySummary(pair.value)
    case "_total": wantsTotal = pair.value != "none"
    case "_include": includes.append(try SearchInclude(pair.value, isReverse: false))
    case "_revinclude": includes.append(try SearchInclude(pair.value, isReverse: true))
    default: clauses.append(try clause(pair))
    }
  }

  private mutating func applyCount(_ text: String) throws(FHIRFault) {
    guard let value = Int(text), value >= 0 else {
      throw FHIRFault(400, .value, "_count is a whole number from 0 to \(Self.maximumCount).")
    }
    count = min(value, Self.maximumCount)
    if value == 0 { isCountOnly = true }
  }

  private mutating func applySummary(_ text: String) throws(FHIRFault) {
    switch text {
    case "count": isCountOnly = true
    case "false": return
    default: throw FHIRFault(400, .notSupported, "_summary is count or false here.")
    }
  }

  private mutating func applySort(_ text: String) throws(FHIRFault) {
    for part in text.split(separator: ",") {
      let isDescending = part.hasPrefix("-")
      let name = String(isDescending ? part.dropFirst() : part)
      sort.append(SearchSort(subject: try subject(name), isDescending: isDescending))
    }
  }

  private func clause(_ pair: FormQuery.Pair) throws(FHIRFault) -> SearchClause {
    let parts = pair.name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let subject = try subject(parts[0])
    let modifier = parts.count == 2 ? parts[1] : nil
    if let modifier, !Self.isAllowed(modifier, on: subject) {
      throw FHIRFault(400, .notSupported, "\(parts[0]) has no modifier :\(modifier.prefix(32)) here. See /metadata.")
    }
    guard !pair.value.isEmpty else {
      throw FHIRFault(400, .value, "The search parameter \(pair.name.prefix(64)) has no value. Give one or remove it.")
    }
    return SearchClause(subject: subject, modifier: modifier, values: SearchValue.split(pair.value, at: ","))
  }

  private func subject(_ name: String) throws(FHIRFault) -> SearchClause.Subject {
    if name == "_id" { return .id }
    if name == "_lastUpdated" { return .lastUpdated }
    guard let parameter = SearchParameter.named(name, of: type) else {
      throw FHIRFault(
        400, .notSupported, "\(type) has no search parameter “\(name.prefix(64))” here. See /metadata for those it has."
      )
    }
    return .parameter(parameter)
  }

  private static func isAllowed(_ modifier: String, on subject: SearchClause.Subject) -> Bool {
    guard case .parameter(let parameter) = subject else { return false }
    if modifier == "missing" { return true }
    switch parameter.kind {
    case .token: return modifier == "not"
    case .string: return modifier == "exact" || modifier == "contains"
    case .reference: return ResourceTypes.all.contains(modifier)
    case .date: return false
    }
  }
}
