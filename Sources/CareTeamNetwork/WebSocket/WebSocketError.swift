package import CareTeamCore

/// Why a WebSocket could not be opened, or ended.
package enum WebSocketError: Error, Sendable, Equatable {
  /// No connection, a connection lost, or cancelled.
  case failed(TransportError)
  /// The server answered the handshake with this HTTP status instead of 101.
  case rejected(status: Int)
  /// The server broke the protocol (RFC 6455).
  case violation(String)
  /// Nothing was heard within the time given.
  case silent
  /// The server closed with this code, which says that something is wrong.
  case closed(code: UInt16)
  /// This side had closed it.
  case ended

  /// What happened, in a clause without an end stop.
  package var message: String {
    switch self {
    case .failed(let error): error.message
    case .rejected(let status): "the server answered the request for a WebSocket with status \(status)"
    case .violation(let detail): "the server broke the WebSocket protocol: \(detail)"
    case .silent: "the server was not heard from for too long"
    case .closed(let code): "the server closed the WebSocket with code \(code)"
    case .ended: "the WebSocket is closed"
    }
  }
}
