import CareTeamCore
import GRDB

extension ResourceReader {
  /// Runs a search: one page from a position, with everything it includes, all of it visible to the user.
  func search(
    _ request: SearchRequest, base: String, after position: SearchPosition? = nil, total known: Int? = nil
  ) throws -> SearchPage {
    let condition = try condition(of: request, base: base)
    var page = SearchPage(total: known)
    if known == nil, request.wantsTotal || request.isCountOnly {
      page.total = try Int.fetchOne(statement("SELECT count(*) FROM resource r WHERE ", condition))
    }
    guard !request.isCountOnly else { return page }
    let sort = request.sort + [.arrival]
    try fill(&page, request, condition, sort: sort, after: position)
    page.included = try included(request, with: page.matches)
    return page
  }

  /// The resources that match, at most `limit`, without a page's furniture.
  func matches(_ request: SearchRequest, base: String, limit: Int) throws -> [StoredResource] {
    let condition = try condition(of: request, base: base)
    let tail = SQLFragment(" ORDER BY r.key LIMIT \(limit)")
    let statement = try statement(
      "SELECT \(Self.columns) FROM resource r WHERE ", .joined([condition, tail], ""))
    return try Row.fetchAll(statement).map(StoredResource.init)
  }

  private func fill(
    _ page: inout SearchPage, _ request: SearchRequest, _ condition: SQLFragment, sort: [SearchSort],
    after position: SearchPosition?
  ) throws {
    var parts = [condition]
    if let position { parts.append(Self.following(position, in: sort)) }
    let keys = sort.map(\.expression).joined(separator: ", ")
    let order = sort.map(\.term).joined(separator: ", ")
    let filter = SQLFragment.joined(parts, " AND ")
    let tail = SQLFragment(" ORDER BY \(order) LIMIT ?", [request.count + 1])
    let rows = try Row.fetchAll(
      statement("SELECT \(Self.columns), \(keys) FROM resource r WHERE ", .joined([filter, tail], "")))
    page.matches = rows.prefix(request.count).map(StoredResource.init)
    if rows.count > request.count, request.count > 0 {
      page.next = SearchPosition(row: rows[request.count - 1], from: 8)
    }
  }

  private func condition(of request: SearchRequest, base: String) throws -> SQLFragment {
    var parts = [SQLFragment("r.type = ? AND r.deleted = 0", [request.type])]
    for clause in request.clauses { parts.append(try clause.condition(type: request.type, base: base)) }
    parts += try access(to: request.type, within: try principal.demand(.search, request.type))
    return .joined(parts, " AND ")
  }

  /// The condition that `Principal.admits` is, on rows.
  private func access(to type: String, within reach: Reach) throws -> [SQLFragment] {
    guard type != "AuditEvent" || principal.role == .auditor else { return [SQLFragment("0")] }
    let ofUser = try principal.audiences.map { [try access(of: $0)] } ?? []
    guard case .patient(let id) = reach else { return ofUser }
    guard principal.isOpen("Patient/" + id, within: reach) else { return [SQLFragment("0")] }
    let ofPatient = SQLFragment(
      """
      (EXISTS (SELECT 1 FROM audience p WHERE p.key = r.key AND p.audience = ?) OR NOT EXISTS
        (SELECT 1 FROM audience p WHERE p.key = r.key AND p.audience >= 'Patient/' AND p.audience < 'Patient0'))
      """, ["Patient/" + id])
    return ofUser + [ofPatient]
  }

  /// Whoever sees little is answered from the list of what they see, whoever sees much row by row: the list is made anew
  /// for each page.
  private func access(of audiences: Set<String>) throws -> SQLFragment {
    let list = JSON.array(audiences.sorted().map(JSON.string)).text()
    return try seesLittle(list)
      ? SQLFragment(
        "r.key IN (SELECT key FROM audience WHERE audience IN (SELECT value FROM json_each(?)))", [list])
      : SQLFragment(
        """
        EXISTS (SELECT 1 FROM audience a WHERE a.key = r.key AND a.audience IN (SELECT value FROM json_each(?)))
        """, [list])
  }

  /// Whether a user sees so little of all there is that the way through it to a page of theirs, a hundred rows times all over
  /// theirs, is longer than the list of theirs.
  private func seesLittle(_ list: String) throws -> Bool {
    let all = try Int.fetchOne(db.cachedStatement(sql: "SELECT max(key) FROM resource")) ?? 0
    let least = max(1000, Int(Double(100 * all).squareRoot()))
    let seen = try Int.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT count(*) FROM (
            SELECT 1 FROM audience WHERE audience IN (SELECT value FROM json_each(?)) LIMIT ?)
          """), arguments: [list, least + 1])
    return seen ?? 0 <= least
  }

  /// Rows after a position, for keys that may each rise or fall; the first condition lets an index be entered there.
  private static func following(_ position: SearchPosition, in sort: [SearchSort]) -> SQLFragment {
    let values = position.arguments
    var alternatives: [SQLFragment] = []
    for index in sort.indices {
      var terms = sort[..<index].indices.map { SQLFragment("\(sort[$0].expression) = ?", [values[$0]]) }
      terms.append(SQLFragment("\(sort[index].expression) \(sort[index].isDescending ? "<" : ">") ?", [values[index]]))
      let term = SQLFragment.joined(terms, " AND ")
      alternatives.append(SQLFragment("(\(term.sql))", term.arguments))
    }
    let any = SQLFragment.joined(alternatives, " OR ")
    return SQLFragment(
      "\(sort[0].expression) \(sort[0].isDescending ? "<=" : ">=") ? AND (\(any.sql))", [values[0]] + any.arguments)
  }

  private func statement(_ head: String, _ fragment: SQLFragment) throws -> Statement {
    let statement = try db.cachedStatement(sql: head + fragment.sql)
    try statement.setArguments(StatementArguments(fragment.arguments))
    return statement
  }

  private func included(_ request: SearchRequest, with matches: [StoredResource]) throws -> [StoredResource] {
    var seen = Set(matches.map(\.key))
    var found: [StoredResource] = []
    for include in request.includes {
      try include.demand(of: principal)
      for stored in try resources(include, of: matches) where seen.insert(stored.key).inserted {
        if try mayRead(stored) { found.append(stored) }
      }
    }
    return found
  }

  private func resources(_ include: SearchInclude, of matches: [StoredResource]) throws -> [StoredResource] {
    let keys = JSON.array(matches.map { JSON.number(String($0.key)) }).text()
    let columns = "r.key, r.type, r.id, r.version, r.updated, r.deleted, r.owner, r.text"
    let sql =
      include.isReverse
      ? """
      SELECT DISTINCT \(columns) FROM json_each(?) j JOIN resource m ON m.key = j.value
      JOIN reference_index i ON i.type = ? AND i.param = ? AND i.target_id = m.id AND i.target_type = m.type
      JOIN resource r ON r.key = i.key WHERE ifnull(?, m.type) = m.type AND r.deleted = 0 LIMIT 1000
      """
      : """
      SELECT DISTINCT \(columns) FROM json_each(?) j
      JOIN reference_index i ON i.key = j.value AND i.type = ? AND i.param = ?
      JOIN resource r ON r.type = i.target_type AND r.id = i.target_id
      WHERE ifnull(?, r.type) = r.type AND r.deleted = 0 LIMIT 1000
      """
    return try Row.fetchAll(
      db.cachedStatement(sql: sql), arguments: [keys, include.source, include.parameter, include.target]
    ).map(StoredResource.init)
  }
}
