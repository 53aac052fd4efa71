import CareTeamCore
import CareTeamMailbox
import CareTeamNetwork

extension Session {
  /// The way to an account's server, with its token.
  func connection(of account: Account) -> CurlTransport { CurlTransport(transportConfiguration(for: account)) }

  /// The way to a server with a token in hand, or with none, before there is an account.
  func connection(to server: String, token: String?) -> CurlTransport {
    var transport = transportConfiguration(for: server)
    if let token { transport.token = { _, _ in token } }
    return CurlTransport(transport)
  }

  /// Opens WebSockets with the same token and by the same rules.
  func socketOpener(for mailbox: Mailbox) -> LiveSocket.Open {
    let configuration = transportConfiguration(for: mailbox.account)
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

  private func transportConfiguration(for account: Account) -> TransportConfiguration {
    var transport = transportConfiguration(for: account.server)
    let renewal = TokenRenewal(
      TokenSettings(
        place: environment["CARETEAM_TOKEN_FILE"].map { .file($0) } ?? account.tokenPlace, account: account.name,
        server: account.server, transport: CurlTransport(transport), session: self))
    transport.token = { _, refused throws(TransportError) in try await renewal.token(refused: refused) }
    return transport
  }

  private func transportConfiguration(for server: String) -> TransportConfiguration {
    var transport = TransportConfiguration(origin: Origin(server), certificateFile: cacert)
    transport.userAgent = "careteam/\(Version.text)"
    if options.verbose { transport.trace = Self.trace }
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
