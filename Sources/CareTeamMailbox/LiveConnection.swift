import CareTeamCore
import Synchronization

/// The push connection of a watch: found, bound, and made again with growing pauses when it breaks.
final class LiveConnection: Sendable {
  /// Nothing heard for this long, not even the server's own pings, and the connection counts as broken.
  static let silence: Duration = .seconds(90)
  /// The longest pause before the next try, in seconds.
  static let longestPause = 30.0

  private let mailbox: Mailbox
  private let open: LiveSocket.Open?
  private let pollInterval: Duration
  private let isPushing: Mutex<Bool>

  init(mailbox: Mailbox, open: LiveSocket.Open?, pollInterval: Duration) {
    self.mailbox = mailbox
    self.open = open
    self.pollInterval = pollInterval
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
    while !Task.isCancelled {
      signals.send(.changed)
      let jitter = Double.random(in: 0.9...1.1)
      guard (try? await Task.sleep(for: pollInterval * jitter)) != nil else { return }
    }
  }

  private func follow(
    _ url: String, open: LiveSocket.Open, signals: WatchSignals, connected: () -> Void
  ) async throws(CareTeamError) {
    let subscriptions = try await mailbox.subscribe(by: Deadline(.seconds(10)))
    do throws(TransportError) {
      let socket = try await open(url, Self.silence)
      do throws(TransportError) {
        try await listen(socket, subscriptions: subscriptions, signals: signals, connected: connected)
      } catch {
        await socket.close()
        throw error
      }
      await socket.close()
    } catch {
      await mailbox.unsubscribe(subscriptions)
      throw CareTeamError(error)
    }
    await mailbox.unsubscribe(subscriptions)
  }

  /// HAPI's protocol: `bind ID` is answered by `bound ID`, and each change by `ping ID`.
  private func listen(
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
