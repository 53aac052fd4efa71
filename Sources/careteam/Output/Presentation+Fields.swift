import CareTeamCore

extension Output {
  /// The presentation with only the fields asked for by `--fields`.
  ///
  /// - Throws: `usage` for a field that is not there, with those that are.
  func selected(_ presentation: Presentation) throws(CareTeamError) -> Presentation {
    guard let list = session.options.fields else { return presentation }
    let wanted = list.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
    var selected = presentation
    if session.format.isJSON {
      selected.items = try presentation.items.map { items throws(CareTeamError) in try pick(wanted, of: items) }
      selected.lines = try presentation.lines.map { lines throws(CareTeamError) in try pick(wanted, of: lines) }
      return selected
    }
    let columns = presentation.tsv?.columns ?? presentation.columns.map(\.field)
    let rows = presentation.tsv?.rows ?? presentation.rows
    var indices: [Int] = []
    for field in wanted {
      guard let index = columns.firstIndex(of: field) else { throw Self.unknown(field, of: columns) }
      indices.append(index)
    }
    selected.text = nil
    selected.columns = indices.map {
      Presentation.Column(title: columns[$0].uppercased(), field: columns[$0], isFlexible: true)
    }
    selected.rows = rows.map { row in indices.map { row[$0] } }
    selected.tsv = nil
    return selected
  }

  private func pick(_ wanted: [String], of items: [JSON]) throws(CareTeamError) -> [JSON] {
    var picked: [JSON] = []
    for item in items {
      var members: [(String, JSON)] = []
      for field in wanted {
        guard let value = item[field] else { throw Self.unknown(field, of: item.object?.keys ?? []) }
        members.append((field, value))
      }
      picked.append(.object(JSONObject(members)))
    }
    return picked
  }

  private static func unknown(_ field: String, of known: [String]) -> CareTeamError {
    CareTeamError(.usage, "there is no field ‘\(field)’; there is \(known.sorted().joined(separator: ", "))")
  }
}

extension Presentation {
  /// Whether it is text to read, for which a pager is worth it.
  var isLong: Bool { text.map { $0.count > 12 } ?? false }
}

extension String {
  /// A column's heading as the label of a record.
  var capitalizedLabel: String { allSatisfy(\.isUppercase) ? prefix(1) + dropFirst().lowercased() : self }
}
