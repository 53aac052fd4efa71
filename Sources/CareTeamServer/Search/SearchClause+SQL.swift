extension SearchClause {
  /// The condition on a row `r` of `resource`.
  func condition(type: String, base: String) throws(FHIRFault) -> SQLFragment {
    switch subject {
    case .id:
      let marks = values.map { _ in "?" }.joined(separator: ", ")
      return SQLFragment("r.id IN (\(marks))", values.map(SearchValue.plain))
    case .lastUpdated:
      var parts: [SQLFragment] = []
      for value in values { parts.append(try DateCondition(value).onInstant("r.updated")) }
      return SQLFragment("(" + SQLFragment.joined(parts, " OR ").sql + ")", parts.flatMap(\.arguments))
    case .parameter(let parameter):
      return try condition(parameter, type: type, base: base)
    }
  }

  private func condition(_ parameter: SearchParameter, type: String, base: String) throws(FHIRFault) -> SQLFragment {
    let rows = "SELECT key FROM \(parameter.kind.table) WHERE type = ? AND param = ?"
    let start: [String] = [type, parameter.name]
    if modifier == "missing" {
      guard let value = values.first, ["true", "false"].contains(value) else {
        throw FHIRFault(400, .value, "\(parameter.name):missing takes true or false.")
      }
      return SQLFragment("r.key \(value == "true" ? "NOT IN" : "IN") (\(rows))", start)
    }
    var alternatives: [SQLFragment] = []
    for value in values {
      let part = try self.value(value, parameter, base: base)
      alternatives.append(SQLFragment("\(rows) AND \(part.sql)", start + part.arguments))
    }
    let union = SQLFragment.joined(alternatives, " UNION ")
    return SQLFragment("r.key \(modifier == "not" ? "NOT IN" : "IN") (\(union.sql))", union.arguments)
  }

  private func value(_ value: String, _ parameter: SearchParameter, base: String) throws(FHIRFault) -> SQLFragment {
    switch parameter.kind {
    case .token: Self.token(value, parameter)
    case .date: try DateCondition(value).onRange
    case .string: string(value)
    case .reference: reference(SearchValue.plain(value), parameter, base: base)
    }
  }

  private static func token(_ value: String, _ parameter: SearchParameter) -> SQLFragment {
    let parts = SearchValue.split(value, at: "|", limit: 2).map(SearchValue.plain)
    guard parts.count == 2 else { return SQLFragment("code = ?", [parts[0]]) }
    let system = parts[0] == parameter.implicitSystem ? "" : parts[0]
    if parts[1].isEmpty { return SQLFragment("system = ?", [system]) }
    return SQLFragment("code = ? AND system = ?", [parts[1], system])
  }

  private func string(_ value: String) -> SQLFragment {
    let plain = SearchValue.plain(value)
    let folded = SearchIndex.folded(plain)
    switch modifier {
    case "exact": return SQLFragment("exact = ?", [plain])
    case "contains": return SQLFragment("instr(value, ?) > 0", [folded])
    default: return SQLFragment("value >= ? AND value < ?", [folded, folded + "\u{10FFFF}"])
    }
  }

  private func reference(_ value: String, _ parameter: SearchParameter, base: String) -> SQLFragment {
    if let reference = Reference(value, base: base) {
      return SQLFragment("target_id = ? AND target_type = ?", [reference.id, reference.type])
    }
    guard ResourceTypes.isID(value) else { return SQLFragment("target_id = ? AND target_type = ''", [value]) }
    if let modifier { return SQLFragment("target_id = ? AND target_type = ?", [value, modifier]) }
    let types = parameter.targets.sorted()
    guard !types.isEmpty else { return SQLFragment("target_id = ?", [value]) }
    let marks = types.map { _ in "?" }.joined(separator: ", ")
    return SQLFragment("target_id = ? AND target_type IN (\(marks))", [value] + types)
  }
}
