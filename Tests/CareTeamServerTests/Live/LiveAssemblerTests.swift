import NIOCore
import NIOWebSocket
import Testing

@testable import CareTeamServer

@Suite struct LiveAssemblerTests {
  private func frame(
    _ opcode: WebSocketOpcode, _ bytes: [UInt8], fin: Bool = true, masked: Bool = true, rsv1: Bool = false
  ) -> WebSocketFrame {
    let mask: WebSocketMaskingKey? = masked ? [1, 2, 3, 4] : nil
    var data = ByteBuffer(bytes: bytes)
    if let mask { data.webSocketMask(mask) }
    return WebSocketFrame(fin: fin, rsv1: rsv1, opcode: opcode, maskKey: mask, data: data)
  }

  @Test func `a message in three fragments comes out whole, with a ping between them`() throws {
    var assembler = LiveAssembler()
    #expect(try assembler.accept(frame(.text, Array("bi".utf8), fin: false)) == nil)
    #expect(try assembler.accept(frame(.ping, [7])) == .ping([7]))
    #expect(try assembler.accept(frame(.continuation, Array("nd ".utf8), fin: false)) == nil)
    #expect(try assembler.accept(frame(.continuation, Array("é".utf8))) == .text("bind é"))
  }

  @Test func `an unmasked frame ends the socket with 1002`() {
    var assembler = LiveAssembler()
    let error = #expect(throws: LiveClose.self) { try assembler.accept(frame(.text, [65], masked: false)) }
    #expect(error?.code == 1002)
  }

  @Test(arguments: [
    (WebSocketOpcode.binary, [UInt8]([1]), UInt16(1003)), (.text, [0xC3, 0x28], 1007),
    (.text, [UInt8](repeating: 65, count: LiveAssembler.limit + 1), 1009), (.continuation, [65], 1002),
    (.connectionClose, [3], 1002), (.connectionClose, [0x03, 0xED], 1002),
  ])
  func `what may not be sent gets its close code`(opcode: WebSocketOpcode, bytes: [UInt8], code: UInt16) {
    var assembler = LiveAssembler()
    let error = #expect(throws: LiveClose.self) { try assembler.accept(frame(opcode, bytes)) }
    #expect(error?.code == code)
  }

  @Test func `a reserved bit and a message inside a message end the socket`() throws {
    var assembler = LiveAssembler()
    #expect(throws: LiveClose.self) { try assembler.accept(frame(.text, [65], rsv1: true)) }
    _ = try assembler.accept(frame(.text, [65], fin: false))
    #expect(throws: LiveClose.self) { try assembler.accept(frame(.text, [65])) }
  }

  @Test func `a close is read with its reason`() throws {
    var assembler = LiveAssembler()
    let bytes = [0x03, 0xE8] + Array("bye".utf8)
    #expect(try assembler.accept(frame(.connectionClose, bytes)) == .close(LiveClose(code: 1000, reason: "bye")))
    #expect(try assembler.accept(frame(.connectionClose, [])) == .close(nil))
  }
}
