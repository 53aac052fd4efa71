import CareTeamCore

extension Presentation {
  /// The presentation with its data made harmless as texts for people are (`--safe-text`): JSON keeps its shape and TSV its
  /// columns, and a line feed of a message's text stays one.
  var safe: Presentation {
    var safe = self
    safe.members = members.map { ($0.0, $0.1.safe) }
    safe.items = items?.map(\.safe)
    safe.lines = lines?.map(\.safe)
    safe.jsonDocument = jsonDocument?.safe
    safe.verbatim = verbatim?.map { SafeText.render($0, .body) }
    let columns = tsv?.columns ?? columns.map(\.field)
    let rows = (tsv?.rows ?? rows).map { row in
      zip(columns, row).map { SafeText.render($1, $0 == "text" ? .body : .cell) }
    }
    safe.tsv = (columns, rows)
    return safe
  }
}
