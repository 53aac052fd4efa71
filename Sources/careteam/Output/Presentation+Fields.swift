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

extension Presentation.Column {
  /// Its heading as the label of a record, in one style wherever it is from: ‘Last error’, ‘Unread count’.
  var label: String {
    if title == field || title == field.uppercased() { return field.asWords(capitalized: true) }
    return title.contains(where: \.isLowercase) ? title : title.prefix(1) + title.dropFirst().lowercased()
  }
}

extension String {
  /// A name of the JSON as words: ‘unreadCount’ is ‘unread count’.
  func asWords(capitalized: Bool = false) -> String {
    let words = reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
    return capitalized ? words.prefix(1).uppercased() + words.dropFirst() : words
  }
}
