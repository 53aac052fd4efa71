/// What became of one try to send a message.
package enum SendOutcome: Sendable, Equatable {
  /// The server has it, under this id; `wasThere` when it had it before this try.
  case accepted(Reference, version: String?, wasThere: Bool)
  /// It did not reach the server, or the server asked to wait, for this many seconds where it said so.
  case tryAgain(String, afterSeconds: Int?)
  /// It may have reached the server, which asked to wait for this many seconds where it said so.
  case unknown(String, afterSeconds: Int?)
  /// The server will never take it as it is, or a person must decide.
  case refused(String)
  /// The login is not accepted; the message waits for the next login.
  case loginNeeded(String)

  /// How long the server asked to wait, in seconds; nil when it did not.
  package var retryAfterSeconds: Int? {
    switch self {
    case .tryAgain(_, let seconds), .unknown(_, let seconds): seconds
    case .accepted, .refused, .loginNeeded: nil
    }
  }
}

extension OutboxEntry {
  /// The longest pause between two tries, in seconds.
  static let longestPause = 3600.0

  /// The entry after a try: the outbox's state machine, without clock or chance of its own.
  ///
  /// - Parameters:
  ///   - outcome: what became of the try.
  ///   - now: when that was known.
  ///   - chance: a random number of 0 to 1, for the full jitter of the pause.
  package func settled(_ outcome: SendOutcome, now: Instant, chance: Double) -> OutboxEntry {
    var entry = self
    entry.attempts += 1
    entry.nextAttemptAt = nil
    switch outcome {
    case .accepted:
      entry.state = .sent
      entry.lastError = nil
    case .refused(let reason):
      entry.state = .failed
      entry.lastError = reason
    case .loginNeeded(let reason):
      entry.state = .queued
      entry.lastError = reason
    case .tryAgain(let reason, let seconds):
      entry.state = .queued
      entry.lastError = reason
      entry.nextAttemptAt = now.adding(seconds: pause(atLeast: seconds, chance: chance))
    case .unknown(let reason, let seconds):
      entry.state = .unknown
      entry.lastError = reason
      entry.nextAttemptAt = now.adding(seconds: pause(atLeast: seconds, chance: chance))
    }
    return entry
  }

  /// Exponential back-off with full jitter, and never before the server's own `Retry-After`.
  private func pause(atLeast seconds: Int?, chance: Double) -> Int64 {
    let ceiling = min(Self.longestPause, 2 * Double(1 << min(attempts, 20)))
    return max(Int64(seconds ?? 0), Int64(ceiling * chance))
  }
}
