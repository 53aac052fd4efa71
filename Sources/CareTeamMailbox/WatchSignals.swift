import Synchronization

/// Why the watch should look again.
enum WatchSignal: Sendable, Equatable {
  /// The server pushed, or it is time to ask.
  case changed
  /// The push connection stands.
  case bound
  /// The push connection broke.
  case lost(retryInSeconds: Int)
  /// Another process wrote to the mailbox.
  case elsewhere
  case stop(WatchEnd)
}

/// The queue of signals, in which a signal that still waits is not queued again: a thousand pushes are one look.
final class WatchSignals: Sendable {
  let stream: AsyncStream<WatchSignal>
  private let continuation: AsyncStream<WatchSignal>.Continuation
  private let waiting = Mutex<[WatchSignal]>([])

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func send(_ signal: WatchSignal) {
    let isNew = waiting.withLock { waiting in
      if waiting.contains(signal) { return false }
      waiting.append(signal)
      return true
    }
    if isNew { continuation.yield(signal) }
  }

  /// Takes note that a signal is being acted on, so that the same may come again.
  func take(_ signal: WatchSignal) { waiting.withLock { $0.removeAll { $0 == signal } } }
}
