import Synchronization

/// What waits to be written to one socket: answers in order, and for each subscription at most one notification,
/// however many changes it stands for, so that a slow reader costs no memory.
package final class LiveOutbox: Sendable {
  /// One thing to write.
  package enum Item: Equatable, Sendable {
    case text(String)
    case ping
    case pong([UInt8])
    /// Something changed for this subscription.
    case notification(LiveBinding, events: [LiveEvent])
    case close(LiveClose)
  }

  /// The most answers that may wait; a peer that asks for more without reading is dropped.
  package static let limit = 256
  /// The most changes that one waiting notification lists; older ones are only counted.
  package static let eventLimit = 64

  private struct State {
    var answers: [Item] = []
    var order: [LiveBinding] = []
    var events: [String: [LiveEvent]] = [:]
    var isClosing = false
    var waitingSince: ContinuousClock.Instant?
    var lastHeard: ContinuousClock.Instant
  }

  /// Yields whenever there may be something to take.
  package let wakes: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation
  private let state: Mutex<State>

  /// An empty outbox; hearing counts from now.
  package init(now: ContinuousClock.Instant) {
    (wakes, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    state = Mutex(State(lastHeard: now))
  }

  /// Queues an answer or a frame; nothing follows a close.
  package func send(_ item: Item) {
    state.withLock { state in
      guard !state.isClosing else { return }
      if case .close = item { state.isClosing = true }
      guard state.answers.count < Self.limit else {
        state.answers = [.close(.slow)]
        state.isClosing = true
        return
      }
      state.answers.append(item)
    }
    continuation.yield()
  }

  /// Queues, or adds to, the notification of a subscription.
  package func notify(_ binding: LiveBinding, _ event: LiveEvent) {
    state.withLock { state in
      guard !state.isClosing else { return }
      let id = binding.subscription
      if state.events[id] == nil { state.order.append(binding) }
      state.events[id, default: []].append(event)
      if state.events[id, default: []].count > Self.eventLimit { state.events[id]?.removeFirst() }
    }
    continuation.yield()
  }

  /// Takes all that waits, answers first; what is taken counts as being written until `written`.
  package func take(now: ContinuousClock.Instant) -> [Item] {
    state.withLock { state in
      let notifications = state.order.map { Item.notification($0, events: state.events[$0.subscription] ?? []) }
      let closeIndex = state.isClosing ? state.answers.indices.last : nil
      let items =
        closeIndex.map { Array(state.answers[..<$0]) + notifications + [state.answers[$0]] }
        ?? state.answers + notifications
      state.answers = []
      state.order = []
      state.events = [:]
      state.waitingSince = items.isEmpty ? nil : now
      return items
    }
  }

  /// What was taken has left.
  package func written() { state.withLock { $0.waitingSince = nil } }

  /// A frame came from the peer.
  package func heard(now: ContinuousClock.Instant) { state.withLock { $0.lastHeard = now } }

  /// Whether the peer has been silent, or has not read, for longer than this.
  package func isDead(now: ContinuousClock.Instant, after limit: Duration) -> Bool {
    state.withLock { state in
      state.lastHeard.duration(to: now) > limit || (state.waitingSince.map { $0.duration(to: now) > limit } ?? false)
    }
  }
}
