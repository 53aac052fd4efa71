/// An open WebSocket as the use cases need it: the network layer opens one, tests make their own.
package struct LiveSocket: Sendable {
  /// Sends one text message.
  package var send: @Sendable (String) async throws(TransportError) -> Void
  /// The next text message; nil when the server closed in order.
  package var receive: @Sendable () async throws(TransportError) -> String?
  /// Ends the connection.
  package var close: @Sendable () async -> Void

  /// A socket made of what it does.
  package init(
    send: @escaping @Sendable (String) async throws(TransportError) -> Void,
    receive: @escaping @Sendable () async throws(TransportError) -> String?,
    close: @escaping @Sendable () async -> Void
  ) {
    self.send = send
    self.receive = receive
    self.close = close
  }

  /// Opens a socket to a `ws:` or `wss:` URL; one on which nothing is heard for the time given counts as broken.
  package typealias Open = @Sendable (_ url: String, _ silence: Duration) async throws(TransportError) -> LiveSocket
}
