import Synchronization

/// Tells every subscriber of each commit, in the order of the commits.
package final class ChangeFeed: Sendable {
  private struct State {
    var next = 0
    var subscribers: [Int: AsyncStream<Change>.Continuation] = [:]
    var isClosed = false
  }

  private let state = Mutex(State())

  init() {}

  /// The changes from now on; the stream ends when the store is closed. A subscriber that lags by more than 10,000
  /// changes misses the oldest, as a notification says when to look and never what is there.
  package func subscribe() -> AsyncStream<Change> {
    let (stream, continuation) = AsyncStream.makeStream(of: Change.self, bufferingPolicy: .bufferingNewest(10_000))
    let number = state.withLock { state -> Int? in
      guard !state.isClosed else { return nil }
      state.next += 1
      state.subscribers[state.next] = continuation
      return state.next
    }
    guard let number else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { $0.subscribers[number] = nil }
    }
    return stream
  }

  func publish(_ changes: [Change]) {
    let subscribers = state.withLock { Array($0.subscribers.values) }
    for subscriber in subscribers {
      for change in changes { subscriber.yield(change) }
    }
  }

  func close() {
    let subscribers = state.withLock { state in
      state.isClosed = true
      defer { state.subscribers = [:] }
      return Array(state.subscribers.values)
    }
    for subscriber in subscribers { subscriber.finish() }
  }
}
