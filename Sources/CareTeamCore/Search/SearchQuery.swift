/// What is searched for: words, conditions, and how they go together.
package indirect enum SearchQuery: Sendable, Equatable {
  /// Every message.
  case everything
  /// Words beside each other.
  case phrase(SearchPhrase, in: SearchField)
  /// Someone whose name contains a text, or whose id it is.
  case person(String, SearchRole)
  /// Something that is so or not.
  case condition(SearchCondition)
  case not(SearchQuery)
  case all([SearchQuery])
  case any([SearchQuery])

  /// The query with each conversation's handle in place of what was typed for it.
  ///
  /// - Parameter find: finds what a text names; what it throws is thrown.
  package func namingConversations<Failure>(
    _ find: (String) throws(Failure) -> Handle
  ) throws(Failure) -> SearchQuery {
    switch self {
    case .condition(.conversation(let text)): .condition(.conversation(try find(text).description))
    case .everything, .phrase, .person, .condition: self
    case .not(let query): .not(try query.namingConversations(find))
    case .all(let queries):
      .all(try queries.map { (query) throws(Failure) in try query.namingConversations(find) })
    case .any(let queries):
      .any(try queries.map { (query) throws(Failure) in try query.namingConversations(find) })
    }
  }
}

/// Words that stand beside each other.
package struct SearchPhrase: Sendable, Hashable {
  /// The words, at least one.
  package var words: [SearchWord]
  /// Whether the last word is only the beginning of one.
  package var isPrefix: Bool

  /// Words beside each other, the last of them only begun when told.
  package init(words: [SearchWord], isPrefix: Bool = false) {
    self.words = words
    self.isPrefix = isPrefix
  }

  /// Where the phrase stands in a text of these words, from its first place on.
  package func places(in text: [SearchWord]) -> [Range<Int>] {
    guard let first = words.first, text.count >= words.count else { return [] }
    var places: [Range<Int>] = []
    for start in 0...(text.count - words.count) where stands(first, at: 0, text[start]) {
      if words.indices.dropFirst().allSatisfy({ stands(words[$0], at: $0, text[start + $0]) }) {
        places.append(start..<start + words.count)
      }
    }
    return places
  }

  /// Whether the phrase stands in a text of these words.
  package func stands(in text: [SearchWord]) -> Bool {
    guard let first = words.first, text.count >= words.count else { return false }
    for start in 0...(text.count - words.count) where stands(first, at: 0, text[start]) {
      if words.indices.dropFirst().allSatisfy({ stands(words[$0], at: $0, text[start + $0]) }) { return true }
    }
    return false
  }

  private func stands(_ word: SearchWord, at index: Int, _ other: SearchWord) -> Bool {
    isPrefix && index == words.count - 1 ? other.text.hasPrefix(word.text) : other.text == word.text
  }
}

/// Where words are looked for.
package enum SearchField: String, Sendable, CaseIterable {
  /// The text, the subject, the names of files and of the others.
  case anywhere
  case text
  case subject
  case file
}

/// What someone has to do with a message.
package enum SearchRole: String, Sendable, CaseIterable {
  case from
  case to
  /// They take part in its conversation.
  case with
}

/// What can be so or not of a message or its conversation.
package enum SearchCondition: Sendable, Hashable {
  case unread
  case read
  case waiting
  case attachment
  case status(ConversationStatus)
  case priority(Priority)
  case type(MessageType)
  /// The conversation has this handle or id.
  case conversation(String)
  /// It was sent in this time: from the first moment on, and before the second.
  case sent(from: Instant?, until: Instant?)
}
