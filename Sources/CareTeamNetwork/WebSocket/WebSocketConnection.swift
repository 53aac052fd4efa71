package import CareTeamCore
import Synchronization

/// An open WebSocket (RFC 6455) for text messages; it is closed when nothing holds it any more.
///
/// Pings are answered, and sent when the server has been silent for half of the time it may be.
package final class WebSocketConnection: Sendable {
  private let inbox: Inbox<WebSocketLoop.Order>
  private let lastNumber = Atomic<UInt64>(0)

  private init(_ inbox: Inbox<WebSocketLoop.Order>) { self.inbox = inbox }

  deinit { inbox.post(.abandon) }

  /// Opens a WebSocket by the rules of `CurlTransport`: the same TLS, proxies, and token for the same origin.
  ///
  /// - Parameters:
  ///   - url: a ws or wss address; ws on this machine only.
  ///   - headers: further header fields of the handshake.
  ///   - timeout: the most time until it is open.
  ///   - silence: the most time in which nothing is heard from the server, then `next` throws `silent`.
  ///   - messageLimit: the most bytes of one message.
  package static func connect(
    to url: String, headers: HTTPFields = [:], configuration: TransportConfiguration, timeout: Duration,
    silence: Duration, messageLimit: Int = 1 << 20
  ) async throws(WebSocketError) -> WebSocketConnection {
    let plan = try await plan(url, headers, configuration, timeout, silence, messageLimit)
    do throws(WebSocketError) { return try await open(plan) } catch {
      // As with a request: refused before anything was done, and another token is tried once.
      guard case .rejected(401) = error, let token = plan.token else { throw error }
      let newer = try await self.plan(url, headers, configuration, timeout, silence, messageLimit, refused: token)
      guard newer.token != token else { throw error }
      return try await open(newer)
    }
  }

  private static func open(_ plan: WebSocketPlan) async throws(WebSocketError) -> WebSocketConnection {
    let inbox = Inbox<WebSocketLoop.Order>()
    let connection = WebSocketConnection(inbox)
    let start = ContinuousClock.now
    let error = await withTaskCancellationHandler {
      await withCheckedContinuation { (opened: WebSocketLoop.Done) in
        let isStarted = inbox.descriptor >= 0 && BlockingThread.start { WebSocketLoop(inbox, plan).run(opened) }
        if !isStarted { opened.resume(returning: .failed(.unreachable("no thread could be started to connect"))) }
      }
    } onCancel: {
      inbox.post(.abandon)
    }
    plan.configuration.trace?("GET", plan.target.url.path, status(error), start.duration(to: ContinuousClock.now))
    if let error { throw error }
    if Task.isCancelled { throw .failed(.cancelled) }
    return connection
  }

  /// Sends a text message; returns when the system has taken it.
  package func send(_ text: String) async throws(WebSocketError) {
    let frame = WebSocketFrame(opcode: .text, payload: Array(text.utf8)).encoded()
    let error = await withCheckedContinuation { inbox.post(.send(frame, $0)) }
    if let error { throw error }
  }

  /// The next text message; nil when the WebSocket was closed in good order. Cancelling the task ends the wait at once.
  package func next() async throws(WebSocketError) -> String? {
    let number = lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { received in
        inbox.post(.receive(number, received))
        // The handler below may have run before the order was posted, and found nothing to cancel.
        if Task.isCancelled { inbox.post(.cancelReceive(number)) }
      }
    } onCancel: {
      inbox.post(.cancelReceive(number))
    }
    return try result.get()
  }

  /// Closes in good order (1000), waiting up to two seconds for the server's part; messages already here can be read.
  package func close() async {
    _ = await withCheckedContinuation { inbox.post(.close($0)) }
  }

  private static func plan(
    _ url: String, _ headers: HTTPFields, _ configuration: TransportConfiguration, _ timeout: Duration,
    _ silence: Duration, _ messageLimit: Int, refused: String? = nil
  ) async throws(WebSocketError) -> WebSocketPlan {
    do throws(TransportError) {
      let target = try RequestTarget(url)
      var headers = headers
      let isOwn = target.origin == configuration.origin
      let token = isOwn ? try await configuration.token?(target.origin, refused) : nil
      if let token { headers["Authorization"] = "Bearer \(token)" }
      let handshake = try WebSocketHandshake(to: target, headers: headers, userAgent: configuration.userAgent)
      return WebSocketPlan(
        target: target, token: token, handshake: handshake, configuration: configuration, timeout: timeout,
        silence: silence,
        messageLimit: messageLimit)
    } catch {
      throw .failed(error)
    }
  }

  private static func status(_ error: WebSocketError?) -> Int? {
    switch error {
    case nil: 101
    case .rejected(let status): status
    default: nil
    }
  }
}
