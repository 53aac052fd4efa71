import CareTeamCore

/// A text to be read and printed.
struct TextExport: ExportWriter {
  let facts: ExportFacts

  func beginning() -> String {
    "Messages with your care team\n\n" + facts.sentences.map { paragraph($0, indent: "") }.joined()
  }

  func pieces(of exported: ExportedConversation) -> [ExportPiece] {
    [.text(heading(exported) + exported.messages.map(text).joined())]
  }

  func ending() -> String { "" }

  private func heading(_ exported: ExportedConversation) -> String {
    let conversation = exported.conversation
    let title = "\(conversation.handle)  \(SafeText.render(exported.subject, .cell))".wrapped(toCells: facts.columns)
    let rule = String(repeating: "=", count: title.map(DisplayWidth.cells).max() ?? 0)
    let lines = [
      "\(conversation.status.rawValue) · \(conversation.priority.rawValue) · \(conversation.type.rawValue)",
      "with \(conversation.others.isEmpty ? "nobody else" : ConversationPresentation.with(conversation))",
      conversation.patient.map { "about \($0.name)" },
    ]
    return "\n\n" + title.map { $0 + "\n" }.joined() + rule + "\n"
      + lines.compactMap { $0 }.map { paragraph($0, indent: "") }.joined()
  }

  private func text(_ message: Message) -> String {
    let to = message.to.isEmpty ? "" : " to " + message.to.map(\.name).joined(separator: ", ")
    var text = "\n" + paragraph("\(message.handle)  \(message.from.name)\(to)", indent: "")
    text += paragraph("\(facts.words(for: message.sentAt)) · \(MessagePresentation.state(message))", indent: "")
    text += message.remarks.map { paragraph("(\($0))", indent: "  ") }.joined()
    if !message.text.isEmpty { text += "\n" + body(message.readableText) }
    let files = message.attachments.map { paragraph("\($0.handle)  \(file($0))", indent: "  ") }
    return text + (files.isEmpty ? "" : "\n" + files.joined())
  }

  private func file(_ attachment: Attachment) -> String {
    let path = facts.hasFiles ? attachment.openPath.map { " in \($0)" } ?? ", which is not here" : ""
    return MessagePresentation.describe(attachment) + path
  }

  private func body(_ text: String) -> String { lines(SafeText.render(text, .body), indent: "  ") }

  private func paragraph(_ text: String, indent: String) -> String {
    lines(SafeText.render(text, .cell), indent: indent)
  }

  private func lines(_ text: String, indent: String) -> String {
    text.wrapped(toCells: max(20, facts.columns - indent.utf8.count))
      .map { $0.isEmpty ? "\n" : "\(indent)\($0)\n" }.joined()
  }
}
