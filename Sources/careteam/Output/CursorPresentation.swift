import CareTeamCore
import CareTeamStore

/// How cursors are shown.
enum CursorPresentation {
  /// TSV's frozen columns.
  static let tsvColumns = ["name", "cursor", "pending", "updatedAt"]

  /// A list of cursors with how many events wait behind each.
  static func list(_ cursors: [NamedCursor], now: Instant = Clock.now) -> Presentation {
    let shown = cursors.map { cursor in
      (
        name: cursor.name, text: cursor.cursor.description,
        pending: cursor.pending, updatedAt: cursor.updatedAt.rfc3339
      )
    }
    var presentation = Presentation(schema: "careteam.cursor/1")
    presentation.items = shown.map { cursor in
      [
        "name": .string(cursor.name), "cursor": .string(cursor.text), "pending": JSON(cursor.pending),
        "updatedAt": .string(cursor.updatedAt),
      ]
    }
    presentation.columns = [
      .init(title: "NAME", field: "name"), .init(title: "PENDING", field: "pending", isNumber: true),
      .init(title: "UPDATED", field: "updatedAt"), .init(title: "CURSOR", field: "cursor", isFlexible: true),
    ]
    presentation.rows = zip(shown, cursors).map { shown, cursor in
      let updated = Age.text(of: cursor.updatedAt, now: now, utcOffset: Clock.offset(at: cursor.updatedAt))
      return [shown.name, String(shown.pending), updated, shown.text]
    }
    presentation.tsv = (tsvColumns, shown.map { [$0.name, $0.text, String($0.pending), $0.updatedAt] })
    return presentation
  }
}
