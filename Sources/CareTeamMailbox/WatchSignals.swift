import CareTeamCore
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
  /// How long a request that is under way may still take when the watch is to end.
  private static let grace: Duration = .seconds(2)

  let stream: AsyncStream<WatchSignal>
  private let continuation: AsyncStream<WatchSignal>.Continuation
  private let state = Mutex(State())

  private struct State {
    var waiting: [WatchSignal] = []
    var end: WatchEnd?
    var work: Task<CareTeamError?, Never>?
    var timer: Task<Void, Never>?
  }

  init() { (stream, continuation) = AsyncStream.makeStream() }

  /// Why the watch is to end, once it is; known at once, before the signals that were sent earlier are acted on.
  var requestedEnd: WatchEnd? { state.withLock { $0.end } }

  func send(_ signal: WatchSignal) {
    let isNew = state.withLock { state in
      if state.waiting.contains(signal) { return false }
      state.waiting.append(signal)
      return true
    }
    if isNew { continuation.yield(signal) }
  }

  /// Sends a signal after some seconds, in place of one that was to be sent later, unless the watch has ended by then.
  func send(_ signal: WatchSignal, after seconds: Double) {
    let timer = Task {
      guard (try? await Task.sleep(for: .seconds(seconds))) != nil else { return }
      send(signal)
    }
    state.withLock { state in
      state.timer?.cancel()
      state.timer = timer
    }
  }

  /// Asks for the end.
  func stop(_ end: WatchEnd) {
    state.withLock { $0.end = $0.end ?? end }
    send(.stop(end))
    Task {
      try? await Task.sleep(for: Self.grace)
      state.withLock { $0.work }?.cancel()
    }
  }

  /// Takes note that a signal is being acted on, so that the same may come again.
  func take(_ signal: WatchSignal) { state.withLock { $0.waiting.removeAll { $0 == signal } } }

  /// Does something that talks to the server, and gives it up a moment after the watch is to end.
  func whileWanted(_ work: @escaping @Sendable () async -> CareTeamError?) async -> CareTeamError? {
    let task = Task { await work() }
    state.withLock { $0.work = task }
    defer { state.withLock { $0.work = nil } }
    return await task.value
  }

  /// Sends no more.
  func end() {
    state.withLock { $0.timer }?.cancel()
    continuation.finish()
  }
}
