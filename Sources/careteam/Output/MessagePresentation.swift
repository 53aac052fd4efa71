import CareTeamCore

/// How messages are shown.
enum MessagePresentation {
  /// TSV's frozen columns, a message a line.
  static let tsvColumns = [
    "handle", "id", "conversation", "direction", "from", "sentAt", "state", "read", "attachmentCount", "text",
  ]

  /// Conversations with their messages.
  static func read(
    _ shown: [(conversation: Conversation, messages: [Message])], raw: Bool, now: Instant
  ) -> Presentation {
    var presentation = Presentation(schema: "careteam.read/1")
    presentation.$items = Later {
      shown.map { conversation, messages in
        var json = conversation.json
        json["messages"] = .array(messages.map(\.json))
        return json
      }
    }
    presentation.logged = shown.map { conversation, messages in
      [
        "handle": .string(conversation.handle.description), "reference": JSON(conversation.reference?.description),
        "messages": .array(messages.map(logged)),
      ]
    }
    let messages = shown.flatMap(\.messages)
    presentation.$lines = Later { messages.map(\.json) }
    presentation.tsv = (tsvColumns, messages.map(tsvRow))
    presentation.columns = columns
    presentation.rows = messages.map { row($0, now: now) }
    presentation.text = shown.flatMap { heading($0.conversation) + $0.messages.flatMap { paragraphs($0, now: now) } }
    if raw { presentation.verbatim = messages.map(\.text) }
    return presentation
  }

  /// What the log finds in a message's JSON.
  static func logged(_ message: Message) -> JSON {
    ["handle": .string(message.handle.description), "reference": JSON(message.reference?.description)]
  }

  /// The columns of records.
  private static let columns: [Presentation.Column] = [
    .init(title: "Message", field: "handle"), .init(title: "From", field: "from"),
    .init(title: "To", field: "to"), .init(title: "Sent", field: "sentAt"), .init(title: "State", field: "delivery"),
    .init(title: "Attachments", field: "attachments"), .init(title: "Text", field: "text", isFlexible: true),
  ]

  private static func row(_ message: Message, now: Instant) -> [String] {
    [
      message.handle.description, message.from.name, message.to.map(\.name).joined(separator: ", "),
      Age.text(of: message.sentAt, now: now, utcOffset: Clock.offset(at: message.sentAt)), state(message),
      message.attachments.map(describe).joined(separator: ", "), message.readableText,
    ]
  }

  private static func tsvRow(_ message: Message) -> [String] {
    [
      message.handle.description, message.reference?.id ?? "", message.conversation.handle.description,
      message.direction.rawValue, message.from.name, message.sentAt.rfc3339, message.delivery.state.rawValue,
      message.isRead ? "read" : "unread", String(message.attachments.count), message.text,
    ]
  }

  private static func heading(_ conversation: Conversation) -> [Presentation.Paragraph] {
    let about = conversation.patient.map { $0.isSelf ? "" : " · about \($0.name)" } ?? ""
    let others = ConversationPresentation.with(conversation)
    return [
      .heading("\(conversation.handle)  \(conversation.subject ?? "(no subject)")"),
      .line(
        "\(conversation.status.rawValue) · \(conversation.priority.rawValue) · \(conversation.type.rawValue)\(about)"),
      .line("with \(others.isEmpty ? "nobody else" : others)"),
    ]
  }

  /// One message as a person reads it: who, when and what became of it, then the text.
  static func paragraphs(_ message: Message, now: Instant) -> [Presentation.Paragraph] {
    let time = Age.text(of: message.sentAt, now: now, utcOffset: Clock.offset(at: message.sentAt))
    let who = message.direction == .outgoing ? "You" : message.from.name
    var paragraphs: [Presentation.Paragraph] = [
      .line(""), .heading("\(message.handle)  \(who) · \(time) · \(state(message))"),
    ]
    if message.delivery.state == .retracted {
      paragraphs.append(.line("(its sender has taken this message back)"))
    }
    if !message.text.isEmpty { paragraphs.append(.body(message.readableText)) }
    paragraphs += message.attachments.map { .line("  \($0.handle)  \(describe($0))") }
    if let error = message.delivery.lastError, message.delivery.state != .sent {
      paragraphs.append(.line("  not sent: \(error)"))
    }
    return paragraphs
  }

  /// A message's state in a word.
  static func state(_ message: Message) -> String {
    switch message.delivery.state {
    case .retracted: "retracted"
    case _ where message.direction == .incoming: message.isRead ? "read" : "unread"
    case let state: state.rawValue
    }
  }

  /// An attachment's name, type and size.
  static func describe(_ attachment: Attachment) -> String {
    let facts = [attachment.contentType, attachment.size.map(ByteCount.text)].compactMap { $0 }
    let name = attachment.filename ?? "attachment"
    return facts.isEmpty ? name : "\(name) (\(facts.joined(separator: ", ")))"
  }
}
