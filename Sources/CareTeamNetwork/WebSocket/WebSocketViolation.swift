/// What the server did against RFC 6455, and the code to close with (§7.4.1).
enum WebSocketViolation: Error, Equatable {
  /// A frame that is none, or out of turn.
  case frame(String)
  /// Binary messages: careteam reads text.
  case binary
  /// Text, or the reason of a close, that is not UTF-8.
  case encoding
  /// A message larger than the limit in bytes.
  case size(limit: Int)

  /// The status code that answers it.
  var code: UInt16 {
    switch self {
    case .frame: 1002
    case .binary: 1003
    case .encoding: 1007
    case .size: 1009
    }
  }

  /// What happened, in a clause.
  var message: String {
    switch self {
    case .frame(let detail): detail
    case .binary: "it sent a binary message"
    case .encoding: "it sent text that is not UTF-8"
    case .size(let limit): "it sent a message of more than \(limit) bytes"
    }
  }
}
