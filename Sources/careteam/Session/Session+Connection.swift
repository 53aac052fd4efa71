import CareTeamCore
import CareTeamMailbox
import CareTeamNetwork

extension Session {
  /// The way to a server, with the token read from its file for each request, so that a rotated one is noticed.
  func connection(to server: String, tokenFile: String?) -> CurlTransport {
    CurlTransport(transportConfiguration(for: server, tokenFile: tokenFile))
  }

  /// The way to a server with a token in hand, before there is an account.
  func connection(to server: String, token: String) -> CurlTransport {
    var transport = transportConfiguration(for: server, tokenFile: nil)
    transport.token = { _ in token }
    return CurlTransport(transport)
  }

  /// Opens WebSockets with the same token and by the same rules.
  func socketOpener(for mailbox: Mailbox) -> LiveSocket.Open {
    let configuration = transportConfiguration(for: mailbox.account.server, tokenFile: mailbox.account.tokenFile)
    return { (url, silence) throws(TransportError) in
      let socket = try await translated { () throws(WebSocketError) in
        try await WebSocketConnection.connect(
          to: url, configuration: configuration, timeout: .seconds(10), silence: silence)
      }
      return LiveSocket(
        send: { (text) throws(TransportError) in
          try await translated { () throws(WebSocketError) in try await socket.send(text) }
        },
        receive: { () throws(TransportError) in
          try await translated { () throws(WebSocketError) in try await socket.next() }
        },
        close: { await socket.close() })
    }
  }

  private func transportConfiguration(for server: String, tokenFile: String?) -> TransportConfiguration {
    var transport = TransportConfiguration(origin: Origin(server), certificateFile: configuration.cacert)
    transport.userAgent = "careteam/\(Version.text)"
    if options.verbose { transport.trace = Self.trace }
    if let tokenFile = environment["CARETEAM_TOKEN_FILE"] ?? tokenFile {
      let renewal = TokenRenewal(
        path: tokenFile, server: server, transport: CurlTransport(transport), lockWait: lockWait, now: now)
      transport.token = { _ throws(TransportError) in try await renewal.token() }
    }
    return transport
  }

  private static let trace: RequestTrace = { method, path, status, duration in
    let milliseconds = duration.components.attoseconds / 1_000_000_000_000_000 + duration.components.seconds * 1000
    StandardStreams.error(
      "\(method) \(SafeText.render(path, .cell)) \(status.map(String.init) ?? "-") \(milliseconds) ms\n")
  }
}

/// A WebSocket's failure as the transport's: what matters is only that the connection is gone.
private func translated<Value>(
  _ work: () async throws(WebSocketError) -> Value
) async throws(TransportError) -> Value {
  do throws(WebSocketError) { return try await work() } catch {
    if case .failed(let failure) = error { throw failure }
    throw .interrupted(error.message)
  }
}
