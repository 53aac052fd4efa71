/// One WebSocket frame (RFC 6455 §5.2).
struct WebSocketFrame: Sendable, Equatable {
  /// What the payload is; any other number is a violation.
  enum Opcode: UInt8, Sendable {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA

    var isControl: Bool { rawValue & 0x8 != 0 }
  }

  var opcode: Opcode
  var payload: [UInt8]
  /// Whether it ends its message.
  var isFinal = true

  /// The frame as a client sends it, masked (§5.3) with a key that must be fresh and unpredictable.
  func encoded(mask: UInt32) -> [UInt8] {
    let key = [UInt8(mask >> 24), UInt8(mask >> 16 & 0xFF), UInt8(mask >> 8 & 0xFF), UInt8(mask & 0xFF)]
    var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | opcode.rawValue]
    bytes.reserveCapacity(payload.count + 14)
    switch payload.count {
    case ...125: bytes.append(0x80 | UInt8(payload.count))
    case ...0xFFFF: bytes += [0xFE, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    default: bytes += [0xFF] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: payload.count >> ($0 * 8)) }
    }
    bytes += key
    for (index, byte) in payload.enumerated() { bytes.append(byte ^ key[index & 3]) }
    return bytes
  }

  /// The frame masked with a key from the system's generator.
  func encoded() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return encoded(mask: generator.next())
  }

  /// A close frame (§5.5.1).
  static func close(_ code: UInt16) -> WebSocketFrame {
    WebSocketFrame(opcode: .close, payload: [UInt8(code >> 8), UInt8(code & 0xFF)])
  }
}
