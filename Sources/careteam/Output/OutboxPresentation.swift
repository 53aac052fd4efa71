import CareTeamCore

/// How the outbox is shown.
enum OutboxPresentation {
  /// TSV's frozen columns.
  static let tsvColumns = [
    "handle", "clientId", "state", "conversation", "message", "attempts", "lastError", "nextAttemptAt", "createdAt",
  ]

  /// A list of outbox items.
  static func list(_ entries: [OutboxEntry]) -> Presentation {
    var presentation = Presentation(schema: "careteam.outbox/1")
    presentation.items = entries.map(\.json)
    presentation.columns = [
      .init(title: "ID", field: "handle"), .init(title: "STATE", field: "state"),
      .init(title: "IN", field: "conversation"), .init(title: "MESSAGE", field: "message"),
      .init(title: "TRIES", field: "attempts", isNumber: true),
      .init(title: "LAST ERROR", field: "lastError", isFlexible: true),
    ]
    presentation.rows = entries.map { entry in
      [
        entry.handle.description, entry.state.rawValue, entry.conversation.handle.description,
        entry.message.description, String(entry.attempts), entry.lastError ?? "",
      ]
    }
    presentation.tsv = (
      tsvColumns,
      entries.map { entry in
        [
          entry.handle.description, entry.clientId, entry.state.rawValue, entry.conversation.handle.description,
          entry.message.description, String(entry.attempts), entry.lastError ?? "",
          entry.nextAttemptAt?.rfc3339 ?? "", entry.createdAt.rfc3339,
        ]
      }
    )
    return presentation
  }
}
