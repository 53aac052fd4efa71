import CareTeamCore

/// What an export says of itself, and how it is to be written.
struct ExportFacts: Sendable {
  /// Whose messages they are.
  let account: Account
  /// The account's user.
  let user: Participant
  /// When it is made.
  let at: Instant
  /// How old what is stored is.
  let freshness: Freshness
  /// The time that it is limited to: its first moment, and the one behind its last.
  let period: (start: Instant?, end: Instant?)
  /// Whether the files are exported too.
  let hasFiles: Bool
  /// The cells of a line of text.
  let columns: Int
  /// Whether a person reads it on a terminal.
  let isOnTerminal: Bool
  /// The fields that were asked for; nil for all.
  let fields: FieldSelection?
  /// Whether texts are to be harmless rather than exact.
  let isSafe: Bool
  /// Whether TSV begins with the names of its columns.
  let hasHeader: Bool

  /// Whether a message is of that time.
  func includes(_ message: Message) -> Bool {
    period.start.map { message.sentAt >= $0 } ?? true && period.end.map { message.sentAt < $0 } ?? true
  }

  /// Whether it is limited to a time.
  var isLimited: Bool { period.start != nil || period.end != nil }

  /// A moment for a person, where the user is.
  func words(for instant: Instant) -> String {
    MailDate.text(of: instant, utcOffset: Clock.offset(at: instant))
  }

  /// Whose messages these are, of when, and as of when, in sentences.
  var sentences: [String] {
    var sentences = [
      "Exported by careteam on \(words(for: at)) from the account ‘\(account.name)’ of "
        + "\(user.name) at \(account.server)."
    ]
    if let synced = freshness.syncedAt {
      sentences.append("The mailbox was last brought up to date on \(words(for: synced)).")
    } else {
      sentences.append("The mailbox was never brought up to date; there may be more.")
    }
    switch period {
    case (let start?, let end?):
      sentences.append("Only messages sent from \(words(for: start)) to before \(words(for: end)).")
    case (let start?, nil): sentences.append("Only messages sent since \(words(for: start)).")
    case (nil, let end?): sentences.append("Only messages sent before \(words(for: end)).")
    case (nil, nil): break
    }
    return sentences
  }
}
