/// Something that happened in a mailbox, written down in the transaction that made it happen.
package struct MailboxEvent: Sendable, Equatable {
  /// What happened.
  package enum Kind: String, Sendable, CaseIterable {
    case messageReceived
    case messageSent
    case messageDelivered
    case messageRead
    case messageFailed
    case conversationUpdated
    /// What happened around here may be missing: the mailbox was made anew, or the server has lost what it had.
    case gap
  }

  /// Its place in the mailbox's sequence, from 1.
  package var position: Int64
  /// What happened.
  package var kind: Kind
  /// When the mailbox learnt of it.
  package var at: Instant
  /// The conversation it is about; nil for `gap`.
  package var conversation: Handle?
  /// The message it is about; nil for `conversationUpdated` and `gap`.
  package var message: Handle?

  /// An event.
  package init(position: Int64, kind: Kind, at: Instant, conversation: Handle?, message: Handle?) {
    self.position = position
    self.kind = kind
    self.at = at
    self.conversation = conversation
    self.message = message
  }
}
