/// One mailbox's part of a digest.
package struct DigestAccount: Sendable, Equatable {
  /// The account's name, as its user chose it.
  package var name: String
  /// When the mailbox was last in step with its server.
  package var syncedAt: Instant?
  /// Whether the server could not be asked for what is new.
  package var isStale: Bool
  /// The digest is of the events after this place.
  package var from: Cursor
  /// Up to this one, which a consumer's cursor moves to.
  package var through: Cursor
  /// The first and last event that made it into the digest; nil when there is none.
  package var events: ClosedRange<Int64>?
  package var newMessages: Int
  /// In how many conversations.
  package var conversationCount: Int
  /// How many of the new messages are more than routine, or in a conversation that is.
  package var urgent: Int
  /// How many of the new messages are not read yet.
  package var unread: Int
  /// How many of the user's own messages could not be sent.
  package var failed: Int
  /// Whether something may have been missed.
  package var hasGap: Bool
  /// How many received messages are not read, new or old.
  package var unreadCount: Int
  /// The conversations with new messages, urgent ones first; empty where only numbers are wanted.
  package var conversations: [DigestConversation]
  /// Who owes answers: how many, and for how long.
  package var waitingOnMe: DigestWaiting
  package var waitingOnCareTeam: DigestWaiting
}

/// A conversation with new messages.
package struct DigestConversation: Sendable, Equatable {
  package var conversation: Conversation
  /// The highest of the conversation's own and its new messages'.
  package var priority: Priority
  /// Who wrote, each once, in order.
  package var from: [Participant]
  package var newMessages: Int
  package var unread: Int
  /// The new messages, oldest first; empty where their text is not wanted.
  package var messages: [Message]
}

/// The answers that one side owes.
package struct DigestWaiting: Sendable, Equatable {
  /// One of them.
  package struct Item: Sendable, Equatable {
    package var conversation: Conversation
    package var since: Instant
    package var businessDays: Int
    package var dueOn: CivilDate?
    package var isLate: Bool
  }

  /// In how many conversations.
  package var count = 0
  /// For how many business days the one that waits longest has waited.
  package var longest = 0
  /// How many have waited for longer than an answer may take.
  package var late = 0
  /// How many must be answered today.
  package var dueToday = 0
  /// Which; late and urgent ones first. Empty where only numbers are wanted.
  package var items: [Item] = []
}
