/// What `careteam status` says of a mailbox.
package struct MailboxTotals: Sendable, Equatable {
  /// Received messages not read.
  package var unreadCount: Int
  /// Conversations with such messages.
  package var unreadConversations: Int
  /// Conversations that need attention.
  package var needsAttention: Int
  /// Those of them that are more than routine.
  package var urgent: Int
  /// Open conversations in which the user owes an answer.
  package var waitingOnMe: Int
  /// Messages in the outbox that will be sent.
  package var queued: Int
  /// Messages in the outbox that will not be sent by themselves.
  package var failed: Int

  /// The totals of a mailbox.
  package init(
    unreadCount: Int, unreadConversations: Int, needsAttention: Int, urgent: Int, waitingOnMe: Int, queued: Int,
    failed: Int
  ) {
    self.unreadCount = unreadCount
    self.unreadConversations = unreadConversations
    self.needsAttention = needsAttention
    self.urgent = urgent
    self.waitingOnMe = waitingOnMe
    self.queued = queued
    self.failed = failed
  }
}
