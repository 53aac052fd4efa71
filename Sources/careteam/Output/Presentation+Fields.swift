import CareTeamCore

extension Presentation {
  /// The presentation with only the fields of a selection.
  func selected(_ selection: FieldSelection, in format: OutputFormat) -> Presentation {
    format.isJSON ? selectedJSON(selection) : selectedColumns(selection)
  }

  private func selectedJSON(_ selection: FieldSelection) -> Presentation {
    var selected = self
    selected.items = items?.map(selection.pick)
    selected.lines = lines?.map(selection.pick)
    if items == nil { selected.members = members.filter { selection.names.contains($0.0) } }
    return selected
  }

  private func selectedColumns(_ selection: FieldSelection) -> Presentation {
    let known = tsv?.columns ?? columns.map(\.field)
    let indices = selection.names.compactMap { known.firstIndex(of: $0) }
    var selected = self
    selected.text = nil
    selected.columns = indices.map { Column(title: known[$0].uppercased(), field: known[$0], isFlexible: true) }
    selected.rows = (tsv?.rows ?? rows).map { row in indices.map { row[$0] } }
    selected.tsv = nil
    return selected
  }

  /// Whether it is so much to read that a pager is worth it.
  var isLong: Bool { text.map { $0.count > 12 } ?? (isPaged && rows.count > 12) }
}

extension String {
  /// A column's heading as the label of a record.
  var capitalizedLabel: String { allSatisfy(\.isUppercase) ? prefix(1) + dropFirst().lowercased() : self }
}
