/// How long a connection may be silent.
package struct LiveTiming: Sendable {
  /// Between the server's pings.
  package var heartbeat: Duration = .seconds(30)
  /// Without any frame from the peer, or with a write that does not get through.
  package var patience: Duration = .seconds(75)
  /// For the first bind of a socket that was opened without a token.
  package var greeting: Duration = .seconds(10)

  /// For the first line of any connection, TLS before it included: one that says nothing holds no place.
  package var firstLine: Duration = .seconds(20)

  /// A ping every 30 seconds.
  package init() {}
}
