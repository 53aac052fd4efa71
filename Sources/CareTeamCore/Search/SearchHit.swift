/// A message that was found.
package struct SearchHit: Sendable, Equatable {
  /// The message.
  package var message: Message
  /// The subject of its conversation.
  package var subject: String?
  /// What of its text it was found for.
  package var snippet: SearchSnippet

  /// A message that was found.
  package init(message: Message, subject: String?, snippet: SearchSnippet) {
    self.message = message
    self.subject = subject
    self.snippet = snippet
  }
}

extension SearchHit {
  /// The hit as `careteam.search/1` has it (careteam-json(5)): the message, and what it was found for.
  package var json: JSON {
    var json = message.json
    json["subject"] = JSON(subject)
    json["snippet"] = .string(snippet.text)
    json["snippetMatches"] = .array(
      snippet.matches.map { ["start": JSON($0.lowerBound), "end": JSON($0.upperBound)] })
    return json
  }
}
