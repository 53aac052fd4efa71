/// A message of one's own on its way to the server.
package struct OutboxEntry: Sendable, Equatable {
  /// How far it has come.
  package enum State: String, Sendable, CaseIterable {
    /// Waits for its turn.
    case queued
    /// A process is sending it, under a lease.
    case claimed
    /// It may have arrived: the server is asked before it is sent again.
    case unknown
    /// The server has it.
    case sent
    /// The server refused it for good, or a person must decide.
    case failed
  }

  package var handle: Handle
  /// The message's identifier, a UUID in lower case.
  package var clientId: String
  package var state: State
  package var conversation: ConversationLink
  /// The message it becomes.
  package var message: Handle
  package var attempts: Int
  package var lastError: String?
  package var nextAttemptAt: Instant?
  package var createdAt: Instant

  /// An outbox item.
  package init(
    handle: Handle, clientId: String, state: State, conversation: ConversationLink, message: Handle, attempts: Int,
    lastError: String?, nextAttemptAt: Instant?, createdAt: Instant
  ) {
    self.handle = handle
    self.clientId = clientId
    self.state = state
    self.conversation = conversation
    self.message = message
    self.attempts = attempts
    self.lastError = lastError
    self.nextAttemptAt = nextAttemptAt
    self.createdAt = createdAt
  }
}
