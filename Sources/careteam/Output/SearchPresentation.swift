import CareTeamCore

/// How messages that were found are shown.
enum SearchPresentation {
  /// TSV's frozen columns, a message a line.
  static let tsvColumns = [
    "handle", "id", "conversation", "direction", "from", "sentAt", "state", "read", "attachmentCount", "subject",
    "snippet",
  ]

  private static let columns: [Presentation.Column] = [
    .init(title: "ID", field: "handle"),
    .init(title: "IN", field: "conversation", minimumTerminalWidth: 100),
    .init(title: "DATE", field: "sentAt"),
    .init(title: "STATE", field: "state", minimumTerminalWidth: 120),
    .init(title: "FROM", field: "from", isFlexible: true, maximum: 16),
    .init(title: "SUBJECT", field: "subject", isFlexible: true, maximum: 24),
    .init(title: "SNIPPET", field: "snippet", isFlexible: true),
  ]

  /// The most characters before the first match in a table, where the line may be short.
  private static let lead = 10

  /// A list of messages that were found.
  static func list(_ hits: [SearchHit], now: Instant) -> Presentation {
    var presentation = Presentation(schema: "careteam.search/1")
    presentation.$items = Later { hits.map(\.json) }
    presentation.logged = hits.map { hit in
      var logged = MessagePresentation.logged(hit.message)
      logged["conversation"] = ["handle": .string(hit.message.conversation.handle.description)]
      return logged
    }
    presentation.columns = columns
    presentation.rows = hits.map { row($0, now: now) }
    presentation.tsv = (tsvColumns, hits.map(tsvRow))
    presentation.isPaged = true
    return presentation
  }

  private static func row(_ hit: SearchHit, now: Instant) -> [String] {
    let message = hit.message
    return [
      message.handle.description, message.conversation.handle.description,
      Age.text(of: message.sentAt, now: now, utcOffset: Clock.offset(at: message.sentAt)),
      MessagePresentation.state(message), message.direction == .outgoing ? "You" : message.from.name,
      hit.subject ?? "", marked(hit.snippet),
    ]
  }

  private static func tsvRow(_ hit: SearchHit) -> [String] {
    let message = hit.message
    return [
      message.handle.description, message.reference?.id ?? "", message.conversation.handle.description,
      message.direction.rawValue, message.from.name, message.sentAt.rfc3339, message.delivery.state.rawValue,
      message.isRead ? "read" : "unread", String(message.attachments.count), hit.subject ?? "", hit.snippet.text,
    ]
  }

  /// The snippet with a star on each side of a match: colour alone would not tell it.
  private static func marked(_ snippet: SearchSnippet) -> String {
    let scalars = Array(snippet.text.unicodeScalars)
    var marked = String.UnicodeScalarView()
    let first = snippet.matches.first?.lowerBound ?? 0
    var place = max(0, first - lead)
    if place > 0 {
      place = scalars[place..<first].firstIndex(of: " ").map { $0 + 1 } ?? place
      marked.append("…")
    }
    for match in snippet.matches {
      marked.append(contentsOf: scalars[place..<match.lowerBound])
      marked.append("*")
      marked.append(contentsOf: scalars[match])
      marked.append("*")
      place = match.upperBound
    }
    marked.append(contentsOf: scalars[place...])
    return String(marked)
  }
}
