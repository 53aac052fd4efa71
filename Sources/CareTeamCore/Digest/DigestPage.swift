/// A digest as the templates see it (careteam-digest(5)): sentences and names, ready to be read.
package struct DigestPage {
  /// The most conversations of which it is said one by one that an answer is owed, for each side.
  private static let mostWaiting = 20
  /// The cells of a line of text, so that a mail program does not break it again.
  private static let lineWidth = 72

  private let digest: DigestContent
  private let local: LocalTime

  /// The page of a digest, for a reader there.
  package init(_ digest: DigestContent, local: LocalTime) {
    self.digest = digest
    self.local = local
  }

  /// Everything that a template can name.
  package var value: PageValue {
    [
      "headline": .text(digest.headline),
      "date": .text(MailDate.words(of: digest.at, utcOffset: local.offset(at: digest.at))),
      "detail": .text(digest.detail.rawValue), "nothingNew": .flag(digest.isEmpty),
      "newMessages": .number(digest.newMessages), "urgent": .number(digest.urgent),
      "unread": .number(digest.unread), "failed": .number(digest.failed),
      "several": .flag(digest.accounts.count > 1), "accounts": .list(digest.accounts.map(account)),
    ]
  }

  private func account(_ account: DigestAccount) -> PageValue {
    [
      "name": .cell(account.name), "newMessages": .number(account.newMessages),
      "conversations": .number(account.conversationCount), "urgent": .number(account.urgent),
      "unread": .number(account.unread), "failed": .number(account.failed),
      "unreadCount": .number(account.unreadCount), "isStale": .flag(account.isStale),
      "lines": .list(lines(account).map { ["line": .text($0)] }),
      "hasItems": .flag(!account.conversations.isEmpty), "items": .list(account.conversations.map(item)),
      "waitingOnMe": waiting(account.waitingOnMe), "waitingOnCareTeam": waiting(account.waitingOnCareTeam),
    ]
  }

  /// The numbers of a mailbox in sentences.
  private func lines(_ account: DigestAccount) -> [String] {
    var lines: [String] = []
    if account.newMessages > 0 {
      var line = Counted.text(account.newMessages, "new message")
      line += " in \(Counted.text(account.conversationCount, "conversation"))"
      if account.urgent > 0 { line += ", \(account.urgent) urgent" }
      if account.unread < account.newMessages { line += "; \(account.newMessages - account.unread) read already" }
      lines.append(line + ".")
    } else if account.failed == 0, !account.hasGap {
      lines.append("Nothing new.")
    }
    if account.failed > 0 {
      lines.append("\(Counted.text(account.failed, "message")) of yours could not be sent.")
    }
    if account.hasGap {
      lines.append("Something may be missing: the mailbox or the server lost data; look at ‘careteam list’.")
    }
    lines += sentence(account.waitingOnMe, one: "waits for your answer", many: "wait for your answer")
    lines += sentence(account.waitingOnCareTeam, one: "waits for their answer", many: "wait for their answer")
    if account.isStale { lines.append(stale(account)) }
    return lines
  }

  private func sentence(_ waiting: DigestWaiting, one: String, many: String) -> [String] {
    guard waiting.count > 0 else { return [] }
    var line = "\(Counted.text(waiting.count, "conversation")) \(waiting.count == 1 ? one : many)"
    let days = waiting.longest == 0 ? "since today" : "for \(Counted.text(waiting.longest, "business day"))"
    line += waiting.count == 1 || waiting.longest == 0 ? ", \(days)" : ", the longest \(days)"
    if waiting.late > 0 { line += "; \(waiting.late) late" }
    if waiting.dueToday > 0 { line += "; \(waiting.dueToday) due today" }
    return [line + "."]
  }

  private func stale(_ account: DigestAccount) -> String {
    guard let last = account.syncedAt else { return "The mailbox was never brought up to date; there may be more." }
    let time = MailDate.words(of: last, utcOffset: local.offset(at: last))
    return "The mailbox was last brought up to date on \(time); there may be more."
  }
}

extension DigestPage {
  private func item(_ item: DigestConversation) -> PageValue {
    let names = item.from.map { SafeText.render($0.name, .cell) }.joined(separator: ", ")
    return [
      "handle": .text(item.conversation.handle.description), "subject": subject(item.conversation),
      "type": .text(item.conversation.type.title), "priority": .text(item.priority.rawValue),
      "isUrgent": .flag(item.priority > .routine), "from": .text(names),
      "count": .text(Counted.text(item.newMessages, "new message")),
      "hasMessages": .flag(!item.messages.isEmpty), "messages": .list(item.messages.map(message)),
    ]
  }

  private func subject(_ conversation: Conversation) -> PageValue { .cell(conversation.subject ?? "(no subject)") }

  private func message(_ message: Message) -> PageValue {
    let isRetracted = message.delivery.state == .retracted
    let readable = HTMLText.looksLikeHTML(message.text) ? HTMLText.text(of: message.text) : message.text
    let text = isRetracted ? "(its sender has taken this message back)" : SafeText.render(readable, .body)
    return [
      "handle": .text(message.handle.description), "from": .cell(message.from.name),
      "sent": .text(MailDate.words(of: message.sentAt, utcOffset: local.offset(at: message.sentAt))),
      "text": .text(text),
      "lines": .list(
        text.wrapped(toCells: Self.lineWidth - 4).map { ["line": .text($0), "isBlank": .flag($0.isEmpty)] }),
      "attachments": .list(
        message.attachments.map { file in
          ["handle": .text(file.handle.description), "name": .cell(file.filename ?? "attachment")]
        }),
    ]
  }

  private func waiting(_ waiting: DigestWaiting) -> PageValue {
    let shown = waiting.items.prefix(Self.mostWaiting)
    let left = waiting.items.count - shown.count
    return [
      "conversations": .number(waiting.count), "longestBusinessDays": .number(waiting.longest),
      "late": .number(waiting.late), "dueToday": .number(waiting.dueToday), "hasItems": .flag(!shown.isEmpty),
      "items": .list(
        shown.map { item in
          [
            "handle": .text(item.conversation.handle.description), "subject": subject(item.conversation),
            "since": .text(owed(item)), "isLate": .flag(item.isLate),
          ]
        }), "hasMore": .flag(left > 0), "more": .number(left),
    ]
  }

  private func owed(_ item: DigestWaiting.Item) -> String {
    let days = item.businessDays == 0 ? "since today" : "for \(Counted.text(item.businessDays, "business day"))"
    guard let due = item.dueOn else { return days }
    return item.isLate ? "\(days), late" : "\(days), due on \(due.iso8601)"
  }
}
