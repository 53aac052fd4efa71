import CareTeamCore

/// How the events of a watch are shown.
enum WatchPresentation {
  /// TSV's frozen columns.
  static let tsvColumns = ["type", "eventId", "at", "conversation", "message", "from", "text"]

  /// A stream without an event, which has its columns.
  static var nothing: Presentation {
    var presentation = Presentation(schema: "careteam.watch/1")
    presentation.tsv = (tsvColumns, [])
    return presentation
  }

  /// An event as labelled fields, without those that it has nothing for.
  static func record(
    _ event: MailboxEvent, _ conversation: Conversation?, _ message: Message?, now: Instant
  ) -> [(column: Presentation.Column, cell: String)] {
    let failure = event.kind == .messageFailed ? message?.delivery.lastError : nil
    let cells: [(String, String?)] = [
      ("Event", event.kind.rawValue.asWords()),
      ("At", Age.text(of: event.at, now: now, utcOffset: Clock.offset(at: event.at))),
      ("Conversation", conversation?.handle.description), ("Subject", conversation?.subject),
      ("Status", message == nil ? conversation?.status.rawValue : nil), ("Message", message?.handle.description),
      ("From", message?.from.name), ("Error", failure),
      ("Attachments", message?.attachments.map(MessagePresentation.describe).joined(separator: ", ")),
      ("Text", message?.readableText),
    ]
    return cells.compactMap { title, cell in
      guard let cell, !cell.isEmpty else { return nil }
      return (Presentation.Column(title: title, field: title.lowercased()), cell)
    }
  }

  /// An event as `careteam.watch/1` has it.
  static func event(_ event: MailboxEvent, _ conversation: Conversation?, _ message: Message?, _ place: Cursor) -> JSON
  {
    [
      "type": .string(event.kind.rawValue), "eventId": .string(id(event, place)), "at": .string(event.at.rfc3339),
      "cursor": .string(place.description), "conversation": conversation?.json ?? .null,
      "message": message?.json ?? .null,
    ]
  }

  /// An event's identity: the same however often it is told.
  static func id(_ event: MailboxEvent, _ place: Cursor) -> String {
    "e\(event.position)-\(place.mailbox.prefix(12))"
  }

  /// The cells of a TSV line.
  static func tsvRow(_ json: JSON) -> [String] {
    [
      json["type"]?.string ?? "", json["eventId"]?.string ?? "", json["at"]?.string ?? "",
      json["conversation"]?["handle"]?.string ?? "", json["message"]?["handle"]?.string ?? "",
      json["message"]?["from"]?["name"]?.string ?? "", json["message"]?["text"]?.string ?? "",
    ]
  }

  /// That the server is in touch.
  static let up = "connected"

  /// That it is not.
  static func lost(retryInSeconds seconds: Int) -> String {
    "no connection to the server; trying again in \(seconds) s"
  }

  /// An event for a person.
  static func text(
    _ event: MailboxEvent, _ conversation: Conversation?, _ message: Message?, now: Instant
  ) -> [Presentation.Paragraph] {
    guard let conversation else {
      return [.line("Something may have been missed: the mailbox or the server lost data; look at ‘careteam list’")]
    }
    let subject = conversation.subject ?? "(no subject)"
    guard let message else { return [.line("\(conversation.handle) \(subject): now \(conversation.status.rawValue)")] }
    let name = "\(message.handle) in \(conversation.handle)"
    switch event.kind {
    case .messageReceived:
      return [.line("\(conversation.handle)  \(subject)")]
        + MessagePresentation.paragraphs(message, now: now).dropFirst()
        + [.line("")]
    case .messageSent: return [.line("\(name) is sent")]
    case .messageDelivered: return [.line("\(name) is delivered")]
    case .messageRead: return [.line("\(name) is read")]
    case .messageFailed:
      return [.line("\(name) was not sent: \(message.delivery.lastError ?? "the server refused it")")]
    case .conversationUpdated, .gap:
      return [.line("\(conversation.handle) \(subject): now \(conversation.status.rawValue)")]
    }
  }
}
