import NIOCore
package import NIOWebSocket

/// Turns a peer's frames into messages, holding it to the rules the frame decoder leaves open: masking (RFC 6455 §5.1),
/// reserved bits and opcodes (§5.2), fragmentation (§5.4), UTF-8 (§8.1).
package struct LiveAssembler: Sendable {
  /// What a peer said.
  package enum Message: Equatable, Sendable {
    case text(String)
    case ping([UInt8])
    case pong
    case close(LiveClose?)
  }

  /// The most bytes of one message: a bind is short.
  package static let limit = 16 << 10

  private var fragments: [UInt8]?
  private var isBinary = false

  /// No message begun.
  package init() {}

  /// Takes one frame; a fragment that does not end its message gives nil.
  package mutating func accept(_ frame: WebSocketFrame) throws(LiveClose) -> Message? {
    guard frame.maskKey != nil else { throw .protocolError("frames from a client are masked") }
    guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else { throw .protocolError("reserved bit") }
    let bytes = Array(frame.unmaskedData.readableBytesView)
    switch frame.opcode {
    case .ping: return .ping(bytes)
    case .pong: return .pong
    case .connectionClose: return .close(try Self.close(bytes))
    case .text, .binary:
      guard fragments == nil else { throw .protocolError("message inside a message") }
      isBinary = frame.opcode == .binary
      return try append(bytes, isLast: frame.fin)
    case .continuation:
      guard fragments != nil else { throw .protocolError("continuation of nothing") }
      return try append(bytes, isLast: frame.fin)
    default: throw .protocolError("unknown opcode")
    }
  }

  private mutating func append(_ bytes: [UInt8], isLast: Bool) throws(LiveClose) -> Message? {
    let whole = (fragments ?? []) + bytes
    guard whole.count <= Self.limit else { throw .tooBig }
    fragments = isLast ? nil : whole
    guard isLast else { return nil }
    guard !isBinary else { throw .textOnly }
    guard let text = String(validating: whole, as: UTF8.self) else { throw .notUTF8 }
    return .text(text)
  }

  /// An empty close is allowed; a code without its second byte, or one that may not be sent, is not.
  private static func close(_ bytes: [UInt8]) throws(LiveClose) -> LiveClose? {
    guard !bytes.isEmpty else { return nil }
    guard bytes.count >= 2 else { throw .protocolError("half a close code") }
    let code = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    guard LiveClose.isAllowedOnWire(code) else { throw .protocolError("close code") }
    guard let reason = String(validating: bytes.dropFirst(2), as: UTF8.self) else { throw .notUTF8 }
    return LiveClose(code: code, reason: reason)
  }
}
