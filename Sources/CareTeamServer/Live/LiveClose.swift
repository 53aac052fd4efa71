import NIOWebSocket

/// Why a socket is ended, as the peer is told (RFC 6455 §7.4.1).
package struct LiveClose: Error, Equatable, Sendable {
  /// The status code, 1000 to 4999.
  package var code: UInt16
  /// A few words, at most 123 bytes of UTF-8.
  package var reason: String

  /// The last subscription of the socket is off.
  package static let subscriptionEnded = LiveClose(code: 1000, reason: "subscription ended")
  /// The server stops.
  package static let goingAway = LiveClose(code: 1001, reason: "server is stopping")
  /// A frame that breaks the protocol.
  package static func protocolError(_ reason: String) -> LiveClose { LiveClose(code: 1002, reason: reason) }
  /// A binary message: everything here is text.
  package static let textOnly = LiveClose(code: 1003, reason: "text messages only")
  /// A text message that is not UTF-8.
  package static let notUTF8 = LiveClose(code: 1007, reason: "text is not UTF-8")
  /// The login ended, or none came.
  package static func policy(_ reason: String) -> LiveClose { LiveClose(code: 1008, reason: reason) }
  /// A message larger than a bind can be.
  package static let tooBig = LiveClose(code: 1009, reason: "message too large")
  /// The peer does not read what it is sent.
  package static let slow = LiveClose(code: 1013, reason: "too slow")

  /// Whether a peer may put this code on the wire (RFC 6455 §7.4.1 and §7.4.2).
  package static func isAllowedOnWire(_ code: UInt16) -> Bool {
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}
