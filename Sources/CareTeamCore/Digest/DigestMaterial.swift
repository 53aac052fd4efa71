/// What a mailbox has for a digest: what came in within a range of its events, and what stands open.
package struct DigestMaterial: Sendable, Equatable {
  /// A message that came in.
  package struct Arrival: Sendable, Equatable {
    package var conversation: Handle
    package var priority: Priority
    package var isRead: Bool
    /// Who wrote it; nil where only numbers are wanted.
    package var from: Participant?
    /// The message; nil where its text is not wanted.
    package var message: Message?

    /// A message that came in.
    package init(conversation: Handle, priority: Priority, isRead: Bool, from: Participant?, message: Message?) {
      self.conversation = conversation
      self.priority = priority
      self.isRead = isRead
      self.from = from
      self.message = message
    }
  }

  /// An open conversation in which someone owes an answer.
  package struct Debt: Sendable, Equatable {
    package var waitingOn: WaitingOn
    package var priority: Priority
    /// Which one it is; nil where only numbers are wanted.
    package var conversation: Conversation?

    /// An answer that is owed.
    package init(waitingOn: WaitingOn, priority: Priority, conversation: Conversation?) {
      self.waitingOn = waitingOn
      self.priority = priority
      self.conversation = conversation
    }
  }

  /// In the order in which they came in.
  package var arrivals: [Arrival] = []
  /// The conversations of the arrivals.
  package var conversations: [Conversation] = []
  /// How many of the user's own messages could not be sent, and still are not.
  package var failed = 0
  /// Whether events may be missing.
  package var hasGap = false
  /// Open answers.
  package var debts: [Debt] = []
  /// How many received messages are not read, new or old.
  package var unreadCount = 0
  /// The first and last event that made it into the digest; nil when there is none.
  package var events: ClosedRange<Int64>?

  /// Nothing.
  package init() {}
}
