/// Bytes from a server in, whole messages and control frames out (RFC 6455 §5.4, §5.5); a value without I/O.
struct WebSocketReader {
  /// What there is to act on.
  enum Event: Equatable {
    case text(String)
    case ping([UInt8])
    case pong
    /// The server closes; nil when it gave no code.
    case close(UInt16?)
  }

  private let limit: Int
  private var parser: WebSocketFrameParser
  /// The parts of a text message so far; nil between messages.
  private var parts: [UInt8]?

  /// Reads messages of at most `limit` bytes.
  init(limit: Int) {
    self.limit = limit
    parser = WebSocketFrameParser(limit: limit)
  }

  mutating func append(_ more: some Collection<UInt8>) { parser.append(more) }

  /// The next event; nil when more bytes are needed.
  mutating func next() throws(WebSocketViolation) -> Event? {
    while let frame = try parser.next() {
      switch frame.opcode {
      case .ping: return .ping(frame.payload)
      case .pong: return .pong
      case .close: return .close(try WebSocketReader.code(frame.payload))
      case .binary: throw .binary
      case .text, .continuation:
        if let text = try take(frame) { return .text(text) }
      }
    }
    return nil
  }

  private mutating func take(_ frame: WebSocketFrame) throws(WebSocketViolation) -> String? {
    guard (parts == nil) == (frame.opcode == .text) else { throw .frame("it mixed the parts of two messages") }
    var whole = parts.take() ?? []
    whole.append(contentsOf: frame.payload)
    guard whole.count <= limit else { throw .size(limit: limit) }
    guard frame.isFinal else {
      parts = whole
      return nil
    }
    guard let text = String(validating: whole, as: UTF8.self) else { throw .encoding }
    return text
  }

  /// §7.4: the codes an endpoint may send.
  private static func code(_ payload: [UInt8]) throws(WebSocketViolation) -> UInt16? {
    guard !payload.isEmpty else { return nil }
    guard payload.count >= 2 else { throw .frame("its close frame is cut short") }
    let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: break
    default: throw .frame("it closed with a code that is not for use")
    }
    guard String(validating: payload[2...], as: UTF8.self) != nil else { throw .encoding }
    return code
  }
}
