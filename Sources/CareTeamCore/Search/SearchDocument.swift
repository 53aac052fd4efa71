/// A message with all that a query can ask of it.
package struct SearchDocument: Sendable {
  /// Someone, with their name as search sees it.
  package struct Person: Sendable {
    package var participant: Participant
    package var words: [SearchWord]

    /// A participant.
    package init(_ participant: Participant) {
      self.participant = participant
      words = SearchWord.words(of: participant.name)
    }

    /// Whether a text names them: ‘me’ the account's own user, else a part of the name, or the id.
    package func isNamed(_ text: String) -> Bool {
      if text.lowercased() == "me" { return participant.isSelf }
      if participant.reference.id == text || participant.reference.description == text { return true }
      if participant.name.lowercased().contains(text.lowercased()) { return true }
      let folded = SearchWord.folded(text)
      return !folded.isEmpty && words.map(\.text).joined(separator: " ").contains(folded)
    }
  }

  /// What a query can ask of the conversation.
  package struct Context: Sendable {
    package var link: ConversationLink
    package var subject: [SearchWord]
    package var status: ConversationStatus
    package var priority: Priority
    package var type: MessageType
    package var isWaiting: Bool
    package var participants: [Person]

    /// A conversation; see the properties.
    package init(
      link: ConversationLink, subject: [SearchWord], status: ConversationStatus, priority: Priority, type: MessageType,
      isWaiting: Bool, participants: [Person]
    ) {
      self.link = link
      self.subject = subject
      self.status = status
      self.priority = priority
      self.type = type
      self.isWaiting = isWaiting
      self.participants = participants
    }
  }

  package var words: [SearchWord]
  package var files: [[SearchWord]]
  package var from: Person
  package var to: [Person]
  package var sentAt: Instant
  /// Whether the account's user has read it; one's own are.
  package var isRead: Bool
  package var conversation: Context

  /// A message; see the properties.
  package init(
    words: [SearchWord], files: [[SearchWord]], from: Person, to: [Person], sentAt: Instant, isRead: Bool,
    conversation: Context
  ) {
    self.words = words
    self.files = files
    self.from = from
    self.to = to
    self.sentAt = sentAt
    self.isRead = isRead
    self.conversation = conversation
  }

  /// The text in which words are found: some servers send HTML, whose tags nobody searches for.
  package static func readable(_ text: String) -> String {
    HTMLText.looksLikeHTML(text) ? HTMLText.text(of: text) : text
  }
}

extension SearchQuery {
  /// Whether a message is what is searched for.
  package func matches(_ document: SearchDocument) -> Bool {
    switch self {
    case .everything: true
    case .phrase(let phrase, let field): phrase.stands(in: document, field)
    case .person(let text, let role): document.people(role).contains { $0.isNamed(text) }
    case .condition(let condition): condition.holds(for: document)
    case .not(let query): !query.matches(document)
    case .all(let queries): queries.allSatisfy { $0.matches(document) }
    case .any(let queries): queries.contains { $0.matches(document) }
    }
  }

  /// The phrases that a message may have been found for, to mark them in its text.
  package var marked: [SearchPhrase] {
    switch self {
    case .phrase(let phrase, .anywhere), .phrase(let phrase, .text): [phrase]
    case .all(let queries), .any(let queries): queries.flatMap(\.marked)
    case .everything, .phrase, .person, .condition, .not: []
    }
  }
}

extension SearchPhrase {
  fileprivate func stands(in document: SearchDocument, _ field: SearchField) -> Bool {
    switch field {
    case .text: stands(in: document.words)
    case .subject: stands(in: document.conversation.subject)
    case .file: document.files.contains { stands(in: $0) }
    case .anywhere:
      stands(in: document.words) || stands(in: document.conversation.subject)
        || document.files.contains { stands(in: $0) } || document.others.contains { stands(in: $0.words) }
    }
  }
}

extension SearchDocument {
  /// Sender and recipients without the account's own user, whose name would be found in every message.
  fileprivate var others: [Person] { ([from] + to).filter { !$0.participant.isSelf } }

  fileprivate func people(_ role: SearchRole) -> [Person] {
    switch role {
    case .from: [from]
    case .to: to
    case .with: conversation.participants
    }
  }
}

extension SearchCondition {
  fileprivate func holds(for document: SearchDocument) -> Bool {
    let conversation = document.conversation
    return switch self {
    case .unread: !document.isRead
    case .read: document.isRead
    case .waiting: conversation.isWaiting
    case .attachment: !document.files.isEmpty
    case .status(let status): conversation.status == status
    case .priority(let priority): conversation.priority == priority
    case .type(let type): conversation.type == type
    case .conversation(let text): conversation.link.isNamed(text)
    case .sent(let from, let until):
      (from.map { document.sentAt >= $0 } ?? true) && (until.map { document.sentAt < $0 } ?? true)
    }
  }
}

extension ConversationLink {
  /// Whether a text is its handle, its id or its reference, or the first 8 or more characters of its id.
  fileprivate func isNamed(_ text: String) -> Bool {
    if text == handle.description { return true }
    guard let reference else { return false }
    return text == reference.id || text == reference.description || (text.count >= 8 && reference.id.hasPrefix(text))
  }
}
