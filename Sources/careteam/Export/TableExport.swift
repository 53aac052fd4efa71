import CareTeamCore

/// A message a row: CSV for spreadsheets, or TSV.
struct TableExport: ExportWriter {
  /// The frozen columns; new ones are added at the end only.
  static let columns = [
    "conversation", "conversationId", "subject", "type", "patient", "handle", "id", "sentAt", "direction", "from", "to",
    "state", "read", "readAt", "priority", "attachmentCount", "attachments", "text",
  ]

  let facts: ExportFacts
  let isTSV: Bool

  private var names: [String] { facts.fields?.names ?? Self.columns }

  func beginning() -> String { isTSV && !facts.hasHeader ? "" : line(names) }

  func pieces(of exported: ExportedConversation) -> [ExportPiece] {
    let rows = exported.messages.map { message in
      let cells = cells(message, in: exported.conversation)
      return line(names.map { name in Self.columns.firstIndex(of: name).map { safe(cells[$0], name) } ?? "" })
    }
    return [.text(rows.joined())]
  }

  func ending() -> String { "" }

  private func line(_ cells: [String]) -> String {
    guard isTSV else {
      let row = CSV.row(cells)
      return facts.isOnTerminal ? SafeText.render(row, .body) : row
    }
    return facts.isOnTerminal ? TSV.shown(TSV.line(cells)) : TSV.line(cells)
  }

  private func safe(_ cell: String, _ name: String) -> String {
    facts.isSafe ? SafeText.render(cell, name == "text" ? .body : .cell) : cell
  }

  private func cells(_ message: Message, in conversation: Conversation) -> [String] {
    [
      conversation.handle.description, conversation.reference?.id ?? "", conversation.subject ?? "",
      conversation.type.rawValue, conversation.patient?.name ?? "", message.handle.description,
      message.reference?.id ?? "", message.sentAt.rfc3339, message.direction.rawValue, message.from.name,
      message.to.map(\.name).joined(separator: ", "), message.delivery.state.rawValue,
      message.isRead ? "read" : "unread", message.readAt?.rfc3339 ?? "", message.priority.rawValue,
      String(message.attachments.count), message.attachments.map(place).joined(separator: " | "), message.text,
    ]
  }

  /// Where a file is, or what it is called; neither can hold the bar between two of them.
  private func place(_ attachment: Attachment) -> String {
    (facts.hasFiles ? attachment.openPath : nil) ?? SafeFilename(attachment.filename ?? "").name
  }
}
