import CareTeamCore
import Foundation
import Synchronization
import Testing

@testable import CareTeamMailbox

/// A push connection over a long time: subscriptions that end, and a server that forgets to push.
struct LiveConnectionTests {
  /// A server that takes subscriptions, and a socket that keeps what is said on it.
  private final class PushServer: Transport {
    private struct State {
      var live: Set<String> = []
      var made = 0
      var bound: [String] = []
      var replies: [String] = []
    }

    private let state = Mutex(State())

    var bound: [String] { state.withLock { $0.bound } }
    var live: Set<String> { state.withLock { $0.live } }

    func send(
      _ request: HTTPRequest, timeout: Duration?, progress: TransferProgress?
    ) async throws(TransportError) -> HTTPResponse {
      if request.url.hasSuffix("/metadata") {
        let socket: JSON = ["url": .string(Mailbox.webSocketExtension), "valueUri": "ws://127.0.0.1:9/live"]
        let capabilities: JSON = ["resourceType": "CapabilityStatement", "rest": [["extension": [socket]]]]
        return HTTPResponse(status: 200, body: capabilities.bytes())
      }
      if request.method == "DELETE" {
        state.withLock { _ = $0.live.remove(request.url.split(separator: "/").last.map(String.init) ?? "") }
        return HTTPResponse(status: 204)
      }
      let id = state.withLock { state in
        state.made += 1
        state.live.insert("s\(state.made)")
        return "s\(state.made)"
      }
      return HTTPResponse(status: 201, headers: ["Location": "Subscription/\(id)"])
    }

    var socket: LiveSocket {
      LiveSocket(
        send: { text in
          self.state.withLock { state in
            state.bound.append(text)
            state.replies.append(text.replacingOccurrences(of: "bind", with: "bound"))
          }
        },
        receive: { () throws(TransportError) in
          while !Task.isCancelled {
            if let reply = self.state.withLock({ $0.replies.isEmpty ? nil : $0.replies.removeFirst() }) { return reply }
            try? await Task.sleep(for: .milliseconds(1))
          }
          throw .cancelled
        },
        close: {})
    }
  }

  private let server = PushServer()
  private let clinic: ScriptedClinic

  init() throws { clinic = try ScriptedClinic(server, dialect: .careteam) }

  private func run(renewal: Duration, reassurance: Duration, until done: (PushServer, [WatchSignal]) -> Bool) async {
    let socket = server.socket
    let live = LiveConnection(
      mailbox: clinic.mailbox, open: { (_, _) throws(TransportError) in socket }, pollInterval: .seconds(60),
      renewal: renewal, reassurance: reassurance)
    let signals = WatchSignals()
    let seen = Mutex<[WatchSignal]>([])
    let reader = Task {
      for await signal in signals.stream {
        signals.take(signal)
        seen.withLock { $0.append(signal) }
      }
    }
    let work = Task { await live.run(signals) }
    let end = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < end, !done(server, seen.withLock { $0 }) {
      try? await Task.sleep(for: .milliseconds(5))
    }
    #expect(done(server, seen.withLock { $0 }), "\(seen.withLock { $0 })")
    work.cancel()
    await work.value
    signals.end()
    await reader.value
  }

  @Test func `subscriptions are made anew before they end, without a break, and the old ones go`() async {
    await run(renewal: .milliseconds(30), reassurance: .seconds(60)) { server, signals in
      server.bound.count >= 9 && server.live.count == 3 && signals == [.bound]
    }
    #expect(server.live.isEmpty)
  }

  @Test func `a server that announces nothing is asked all the same`() async {
    await run(renewal: .seconds(60), reassurance: .milliseconds(10)) { _, signals in
      signals.filter { $0 == .changed }.count >= 3
    }
  }
}
