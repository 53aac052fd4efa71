import CareTeamCore
import Testing

@testable import CareTeamNetwork

@Suite struct `WebSocket frames` {
  private func events(_ bytes: [UInt8], step: Int) throws -> [WebSocketReader.Event] {
    var reader = WebSocketReader(limit: 1 << 20)
    var events: [WebSocketReader.Event] = []
    for start in stride(from: 0, to: bytes.count, by: step) {
      reader.append(bytes[start..<min(start + step, bytes.count)])
      while let event = try reader.next() { events.append(event) }
    }
    return events
  }

  /// RFC 6455 §5.7.
  @Test(arguments: [1, 2, 3, 1000])
  func `the examples of RFC 6455 are read in pieces of any size`(step: Int) throws {
    let hello: [UInt8] = [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]
    #expect(try events(hello, step: step) == [.text("Hello")])
    let parts: [UInt8] = [0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F]
    #expect(try events(parts, step: step) == [.text("Hello")])
    let ping: [UInt8] = [0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]
    #expect(try events(ping + hello, step: step) == [.ping(Array("Hello".utf8)), .text("Hello")])
  }

  @Test func `the masked example of RFC 6455 is what a client sends`() {
    let frame = WebSocketFrame(opcode: .text, payload: Array("Hello".utf8))
    #expect(
      frame.encoded(mask: 0x37FA_213D) == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
  }

  @Test(arguments: [125, 126, 0xFFFF, 0x1_0000])
  func `lengths take their shortest form`(count: Int) {
    let frame = WebSocketFrame(opcode: .text, payload: [UInt8](repeating: 0, count: count))
    let header = frame.encoded(mask: 0).count - count - 4
    #expect(header == (count < 126 ? 2 : count <= 0xFFFF ? 4 : 10))
  }

  @Test(
    arguments: [
      [0x91, 0x00], [0x83, 0x00], [0x81, 0x80], [0x09, 0x00], [0x89, 0x7E, 0x00, 0x7E], [0x80, 0x00],
      [0x01, 0x00, 0x81, 0x00], [0x81, 0x7E, 0x00, 0x7D], [0x81, 0x7F, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF],
      [0x81, 0x7F, 0x80, 0, 0, 0, 0, 0, 0, 0], [0x88, 0x01, 0x03], [0x88, 0x02, 0x03, 0xED], [0x88, 0x02, 0x00, 0x00],
      [0x88, 0x02, 0x07, 0xCF],
    ] as [[UInt8]])
  func `what RFC 6455 forbids is a violation`(bytes: [UInt8]) {
    #expect {
      try events(bytes, step: 1)
    } throws: {
      ($0 as? WebSocketViolation)?.code == 1002
    }
  }

  @Test func `text is checked as UTF-8 when its message is whole`() throws {
    let parts: [UInt8] = [0x01, 0x02, 0xF0, 0x9F, 0x80, 0x02, 0x98, 0x80]
    #expect(try events(parts, step: 1) == [.text("😀")])
    #expect(throws: WebSocketViolation.encoding) { try events([0x81, 0x03, 0xED, 0xA0, 0x80], step: 1) }
    #expect(throws: WebSocketViolation.encoding) { try events([0x88, 0x03, 0x03, 0xE8, 0xFF], step: 1) }
  }

  @Test func `a message is limited, whole or in parts`() throws {
    var reader = WebSocketReader(limit: 10)
    reader.append([0x81, 0x0A] + [UInt8](repeating: 0x61, count: 10))
    #expect(try reader.next() == .text("aaaaaaaaaa"))
    reader.append(
      [0x01, 0x06] + [UInt8](repeating: 0x61, count: 6) + [0x80, 0x05] + [UInt8](repeating: 0x61, count: 5))
    #expect(throws: WebSocketViolation.size(limit: 10)) { try reader.next() }
  }

  @Test func `random bytes never do more than throw`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
      _ = try? events(bytes, step: 7)
    }
  }

  /// RFC 6455 §1.3.
  @Test func `the handshake's key is answered as RFC 6455 shows`() throws {
    let target = try RequestTarget("wss://example.org/chat")
    let handshake = try WebSocketHandshake(
      to: target, headers: [:], userAgent: "careteam", key: "dGhlIHNhbXBsZSBub25jZQ==")
    #expect(handshake.expected == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    #expect(WebSocketHandshake.freshKey().count == 24)
    #expect(WebSocketHandshake.freshKey().hasSuffix("=="))
  }
}
