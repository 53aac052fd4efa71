import CareTeamCore

/// All that the loop needs to open a WebSocket and to keep it.
struct WebSocketPlan: Sendable {
  let target: RequestTarget
  /// The token that the handshake carries.
  let token: String?
  let handshake: WebSocketHandshake
  let configuration: TransportConfiguration
  /// The most time until it is open.
  let timeout: Duration
  /// The most time in which nothing is heard; after half of it a ping is sent.
  let silence: Duration
  /// The most bytes of one message.
  let messageLimit: Int
}
