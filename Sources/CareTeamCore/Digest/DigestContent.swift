/// A digest: what is new in one mailbox or several, as a value that is printed or mailed.
package struct DigestContent: Sendable, Equatable {
  package var detail: DigestDetail
  /// When it was made.
  package var at: Instant
  /// In how many business days an answer is expected; nil where that was not configured.
  package var answerWithin: Int?
  /// The mailboxes, in the order asked for.
  package var accounts: [DigestAccount]

  /// A digest of these mailboxes.
  package init(detail: DigestDetail, at: Instant, answerWithin: Int?, accounts: [DigestAccount]) {
    self.detail = detail
    self.at = at
    self.answerWithin = answerWithin
    self.accounts = accounts
  }

  /// How many messages came in.
  package var newMessages: Int { accounts.reduce(0) { $0 + $1.newMessages } }
  /// How many of them are more than routine.
  package var urgent: Int { accounts.reduce(0) { $0 + $1.urgent } }
  /// How many of them nobody has read yet.
  package var unread: Int { accounts.reduce(0) { $0 + $1.unread } }
  /// How many of the user's own messages could not be sent.
  package var failed: Int { accounts.reduce(0) { $0 + $1.failed } }
  /// Whether nothing is new. Answers that are owed are no news.
  package var isEmpty: Bool { newMessages == 0 && failed == 0 && !hasGap }
  /// Whether something may have been missed.
  package var hasGap: Bool { accounts.contains(where: \.hasGap) }

  /// What is new in a few words with no health information in them, also the subject of a mail.
  package var headline: String {
    var pieces: [String] = []
    if newMessages > 0 { pieces.append(Counted.text(newMessages, "new message")) }
    if urgent > 0 { pieces.append("\(urgent) urgent") }
    if failed > 0 { pieces.append("\(failed) not sent") }
    if hasGap { pieces.append("something may be missing") }
    return pieces.isEmpty ? "nothing new" : pieces.joined(separator: ", ")
  }
}

/// A number with its noun.
package enum Counted {
  /// `1 message`, `2 messages`.
  package static func text(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
