/// How far a message has come.
package struct Delivery: Sendable, Equatable {
  /// The states, of a message of one's own; one received is `delivered`, `read` or `retracted`.
  package enum State: String, Sendable, CaseIterable {
    /// In the outbox.
    case queued
    /// The server has it.
    case sent
    /// A recipient's program has it.
    case delivered
    /// A recipient has read it.
    case read
    /// The server refused it for good, or a person must decide.
    case failed
    /// Its sender has taken it back.
    case retracted
  }

  /// How far it has come.
  package var state: State
  /// How many times it was tried.
  package var attempts: Int
  /// Why the last try failed, for a person.
  package var lastError: String?
  /// When it is tried again.
  package var nextAttemptAt: Instant?

  /// A delivery, without tries unless told.
  package init(state: State, attempts: Int = 0, lastError: String? = nil, nextAttemptAt: Instant? = nil) {
    self.state = state
    self.attempts = attempts
    self.lastError = lastError
    self.nextAttemptAt = nextAttemptAt
  }
}
