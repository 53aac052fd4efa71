import CareTeamCore

/// When the nurse answers: some seconds after a patient's last message, and at most once a minute in a conversation.
struct DemoAnswerSchedule: Sendable {
  /// The least time between two answers in one conversation, in seconds.
  static let quietSeconds: Int64 = 60

  private struct Due {
    /// The message to answer.
    var message: JSON
    var at: Instant
  }

  private let delay: Duration
  private var due: [String: Due] = [:]
  private var answered: [String: Instant] = [:]

  /// Nothing to answer yet.
  init(delay: Duration) { self.delay = delay }

  /// A patient wrote, and is answered at the moment returned; a later message of the same conversation takes the place
  /// of the one that waits.
  mutating func wrote(message: JSON, conversation: String, at now: Instant) -> Instant {
    let soon = now.adding(delay)
    let at = answered[conversation].map { max(soon, $0.adding(seconds: Self.quietSeconds)) } ?? soon
    due[conversation] = Due(message: message, at: at)
    return at
  }

  /// Takes what is to be answered by now, oldest first.
  mutating func take(now: Instant) -> [(conversation: String, message: JSON)] {
    let ready = due.filter { $0.value.at <= now }.sorted { $0.value.at < $1.value.at }
    for (conversation, _) in ready {
      due[conversation] = nil
      answered[conversation] = now
    }
    return ready.map { ($0.key, $0.value.message) }
  }
}

extension Instant {
  fileprivate func adding(_ duration: Duration) -> Instant {
    let (seconds, attoseconds) = duration.components
    return Instant(milliseconds: milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }
}
