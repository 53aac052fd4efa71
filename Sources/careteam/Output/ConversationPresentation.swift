import CareTeamCore

/// How conversations are shown.
enum ConversationPresentation {
  /// The table's columns: seven at 80 columns of the terminal, nine at 120; at the least, what it is about and whether it is
  /// new.
  static let columns: [Presentation.Column] = [
    .init(title: "ID", field: "handle"),
    .init(title: "UNREAD", field: "unreadCount", isNumber: true, rank: 1),
    .init(title: "STATUS", field: "status", rank: 4),
    .init(title: "PRIORITY", field: "priority", rank: 5),
    .init(title: "FROM", field: "with", isFlexible: true, rank: 2),
    .init(title: "TYPE", field: "type", minimumTerminalWidth: 120),
    .init(title: "VIA", field: "medium", minimumTerminalWidth: 120),
    .init(title: "SUBJECT", field: "subject", isFlexible: true),
    .init(title: "UPDATED", field: "updatedAt", rank: 3),
  ]

  /// TSV's frozen columns; new ones are added at the end only.
  static let tsvColumns = [
    "handle", "id", "status", "priority", "unreadCount", "type", "with", "medium", "subject", "attachmentCount",
    "updatedAt",
  ]

  /// A list of conversations.
  static func list(_ conversations: [Conversation], now: Instant) -> Presentation {
    var presentation = Presentation(schema: "careteam.list/1")
    presentation.$items = Later { conversations.map(\.json) }
    presentation.logged = conversations.map { ["handle": .string($0.handle.description)] }
    presentation.columns = columns
    presentation.rows = conversations.map { row($0, now: now) }
    presentation.tsv = (tsvColumns, conversations.map(tsvRow))
    return presentation
  }

  /// The others in a conversation, in a few words.
  static func with(_ conversation: Conversation) -> String {
    conversation.others.map(\.name).joined(separator: ", ")
  }

  private static func row(_ conversation: Conversation, now: Instant) -> [String] {
    [
      conversation.handle.description,
      conversation.unreadCount == 0 ? "" : String(conversation.unreadCount),
      conversation.status.rawValue,
      conversation.priority.rawValue,
      with(conversation),
      conversation.type.rawValue,
      conversation.medium ?? "",
      conversation.subject ?? "",
      Age.text(of: conversation.updatedAt, now: now, utcOffset: Clock.offset(at: conversation.updatedAt)),
    ]
  }

  private static func tsvRow(_ conversation: Conversation) -> [String] {
    [
      conversation.handle.description, conversation.reference?.id ?? "", conversation.status.rawValue,
      conversation.priority.rawValue, String(conversation.unreadCount), conversation.type.rawValue,
      with(conversation), conversation.medium ?? "", conversation.subject ?? "",
      String(conversation.attachmentCount), conversation.updatedAt.rfc3339,
    ]
  }
}
