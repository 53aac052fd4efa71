/// Bytes from a server in, frames out (RFC 6455 §5.2); a value without I/O.
struct WebSocketFrameParser {
  /// The most bytes of one frame's payload.
  let limit: Int
  private var bytes: [UInt8] = []
  private var start = 0

  init(limit: Int) { self.limit = limit }

  /// Adds what came, in pieces of any size.
  mutating func append(_ more: some Collection<UInt8>) {
    if start > 0 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes.append(contentsOf: more)
  }

  /// The next whole frame; nil when more bytes are needed. After a throw the parser is of no more use.
  mutating func next() throws(WebSocketViolation) -> WebSocketFrame? {
    guard bytes.count - start >= 2 else { return nil }
    let (first, second) = (bytes[start], bytes[start + 1])
    guard first & 0x70 == 0 else { throw .frame("it set reserved bits") }
    guard let opcode = WebSocketFrame.Opcode(rawValue: first & 0x0F) else { throw .frame("it used an unknown opcode") }
    let isFinal = first & 0x80 != 0
    guard second & 0x80 == 0 else { throw .frame("it masked a frame") }
    guard !opcode.isControl || (isFinal && second <= 125) else {
      throw .frame("its control frame is too long or in parts")
    }
    guard let (headerSize, length) = try size(second) else { return nil }
    guard length <= limit else { throw .size(limit: limit) }
    let payloadStart = start + headerSize
    guard bytes.count - payloadStart >= length else { return nil }
    start = payloadStart + length
    return WebSocketFrame(opcode: opcode, payload: Array(bytes[payloadStart..<start]), isFinal: isFinal)
  }

  /// The sizes of header and payload; nil while the length is not complete. The shortest form is a must (§5.2).
  private func size(_ second: UInt8) throws(WebSocketViolation) -> (header: Int, payload: Int)? {
    let count = second == 126 ? 2 : second == 127 ? 8 : 0
    guard count > 0 else { return (2, Int(second)) }
    guard bytes.count - start >= 2 + count else { return nil }
    let length = bytes[(start + 2)..<(start + 2 + count)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length >= (count == 2 ? 126 : 0x1_0000), length <= UInt64(Int.max) else {
      throw .frame("it wrote a frame's length in a wrong form")
    }
    return (2 + count, Int(length))
  }
}
