/// How much one search may ask for: less than what SQLite takes in one statement (500 terms of a UNION, 32,766 values).
enum SearchLimits {
  /// The most values of one parameter.
  static let values = 200
  /// The most values of all parameters together.
  static let allValues = 1000
  /// The most conditions.
  static let clauses = 50
  /// The most `_include` and `_revinclude`.
  static let includes = 50
  /// The most keys of `_sort`.
  static let sort = 5

  /// Refuses a search that is beyond them, before anything is looked up.
  static func check(_ request: SearchRequest) throws(FHIRFault) {
    try demand(request.clauses.count, clauses, "search parameters")
    for clause in request.clauses { try demand(clause.values.count, values, "values of one search parameter") }
    try demand(request.clauses.reduce(0) { $0 + $1.values.count }, allValues, "values of search parameters")
    try demand(request.includes.count, includes, "includes")
    try demand(request.sort.count, sort, "keys in _sort")
  }

  private static func demand(_ count: Int, _ limit: Int, _ what: String) throws(FHIRFault) {
    guard count > limit else { return }
    throw FHIRFault(400, .tooCostly, "The search has too many \(what): \(count), with \(limit) at most. Split it.")
  }
}
