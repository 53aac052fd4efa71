import CareTeamCore
import Synchronization

/// The push connection of a watch: found, bound, and made again with growing pauses when it breaks.
final class LiveConnection: Sendable {
  /// Nothing heard for this long, not even the server's own pings, and the connection counts as broken.
  static let silence: Duration = .seconds(90)
  /// The server is asked when it has announced nothing for about this long: a push can get lost, a message must not.
  static let reassurance: Duration = .seconds(90)
  /// Subscriptions are made anew after this long, well before they end.
  static let renewal: Duration = .seconds(43_200)
  /// The longest pause before the next try, in seconds.
  static let longestPause = 30.0

  private let mailbox: Mailbox
  private let open: LiveSocket.Open?
  private let pollInterval: Duration
  private let isPushing: Mutex<Bool>
  private let renewal: Duration
  private let reassurance: Duration

  init(
    mailbox: Mailbox, open: LiveSocket.Open?, pollInterval: Duration,
    renewal: Duration = renewal, reassurance: Duration = reassurance
  ) {
    self.mailbox = mailbox
    self.open = open
    self.pollInterval = pollInterval
    self.renewal = renewal
    self.reassurance = reassurance
    isPushing = Mutex(open != nil)
  }

  /// Whether the server pushes, as far as is known.
  var pushes: Bool { isPushing.withLock { $0 } }

  /// Keeps the connection until the task is cancelled.
  func run(_ signals: WatchSignals) async {
    var failures = 0
    while !Task.isCancelled {
      var asked: Int?
      do throws(CareTeamError) {
        try mailbox.respectHold()
        guard let open, let url = try await mailbox.liveURL(by: Deadline(.seconds(10))) else {
          isPushing.withLock { $0 = false }
          return await poll(signals)
        }
        try await follow(url, open: open, signals: signals) { failures = 0 }
      } catch {
        if error.code == .loginNeeded { signals.send(.changed) }
        asked = error.retryAfterSeconds
      }
      guard !Task.isCancelled else { return }
      failures += 1
      let pause = max(Self.pause(after: failures), Double(asked ?? 0))
      signals.send(.lost(retryInSeconds: Int(pause.rounded(.up))))
      try? await Task.sleep(for: .seconds(pause))
    }
  }

  /// Full jitter, so that a thousand watchers do not come back at once.
  static func pause(after failures: Int) -> Double {
    Double.random(in: 0.1...min(Self.longestPause, 0.5 * Double(1 << min(failures, 10))))
  }

  private func poll(_ signals: WatchSignals) async {
    signals.send(.changed)
    while await pause(pollInterval) { signals.send(.changed) }
  }

  /// - Returns: whether the time has passed, and the task was not cancelled.
  private func pause(_ duration: Duration) async -> Bool {
    (try? await Task.sleep(for: duration * Double.random(in: 0.9...1.1))) != nil
  }

  private func follow(
    _ url: String, open: LiveSocket.Open, signals: WatchSignals, connected: () -> Void
  ) async throws(CareTeamError) {
    let subscriptions = Mutex(try await mailbox.subscribe(by: Deadline(.seconds(10))))
    let failure: TransportError?
    do throws(TransportError) {
      let socket = try await open(url, Self.silence)
      let upkeep = [
        Task { while await pause(renewal) { await renew(subscriptions, on: socket) } },
        Task { while await pause(reassurance) { signals.send(.changed) } },
      ]
      failure = await listen(socket, to: subscriptions.withLock { $0 }, signals: signals, connected: connected)
      for task in upkeep { task.cancel() }
      for task in upkeep { await task.value }
      await socket.close()
    } catch {
      failure = error
    }
    await mailbox.unsubscribe(subscriptions.withLock { $0 })
    if let failure { throw CareTeamError(failure) }
  }

  /// Binds new subscriptions in place of those that would end; where that fails, the next time is early enough.
  private func renew(_ subscriptions: borrowing Mutex<[Reference]>, on socket: LiveSocket) async {
    guard let fresh = try? await mailbox.subscribe(by: Deadline(.seconds(10))) else { return }
    for subscription in fresh { try? await socket.send("bind \(subscription.id)") }
    let old = subscriptions.withLock { known in
      defer { known = fresh }
      return known
    }
    await mailbox.unsubscribe(old)
  }

  /// HAPI's protocol: `bind ID` is answered by `bound ID`, and each change by `ping ID`.
  ///
  /// - Returns: why it ended; nil when the server closed it.
  private func listen(
    _ socket: LiveSocket, to subscriptions: [Reference], signals: WatchSignals, connected: () -> Void
  ) async -> TransportError? {
    do throws(TransportError) {
      try await hear(socket, subscriptions: subscriptions, signals: signals, connected: connected)
      return nil
    } catch {
      return error
    }
  }

  private func hear(
    _ socket: LiveSocket, subscriptions: [Reference], signals: WatchSignals, connected: () -> Void
  ) async throws(TransportError) {
    var unbound = Set(subscriptions.map(\.id))
    for id in unbound { try await socket.send("bind \(id)") }
    while let text = try await socket.receive() {
      let words = text.split(separator: " ")
      switch words.first {
      case "bound":
        let wasUnbound = !unbound.isEmpty
        unbound.remove(words.dropFirst().joined(separator: " "))
        if wasUnbound, unbound.isEmpty {
          connected()
          signals.send(.bound)
        }
      case "ping": signals.send(.changed)
      default: continue
      }
    }
  }
}
