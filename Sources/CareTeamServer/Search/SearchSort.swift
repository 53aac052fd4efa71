/// One key of the order, and the tie-breaker that makes paging stable.
struct SearchSort: Sendable {
  let subject: SearchClause.Subject?
  let isDescending: Bool

  /// The order of arrival, which never changes.
  static let arrival = SearchSort(subject: nil, isDescending: false)

  /// What is ordered by, never NULL, of a row `r` of `resource`.
  var expression: String {
    switch subject {
    case nil: "r.key"
    case .id: "r.id"
    case .lastUpdated: "r.updated"
    case .parameter(let parameter): Self.expression(parameter, isDescending: isDescending)
    }
  }

  /// `ORDER BY` term.
  var term: String { expression + (isDescending ? " DESC" : "") }

  private static func expression(_ parameter: SearchParameter, isDescending: Bool) -> String {
    let column =
      switch parameter.kind {
      case .token: "code"
      case .string: "value"
      case .reference: "target_type || '/' || target_id"
      case .date: isDescending ? "high" : "low"
      }
    let missing = parameter.kind == .date ? "\(DateRange.distantPast)" : "''"
    let function = isDescending ? "max" : "min"
    return "ifnull((SELECT \(function)(\(column)) FROM \(parameter.kind.table) "
      + "WHERE key = r.key AND param = '\(parameter.name)'), \(missing))"
  }
}
