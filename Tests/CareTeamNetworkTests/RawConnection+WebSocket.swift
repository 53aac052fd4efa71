import CareTeamCore

@testable import CareTeamNetwork

extension RawConnection {
  /// Answers a WebSocket handshake; nil when the client has gone.
  func acceptWebSocket(_ extra: String = "") -> String? {
    guard let header = readHeader(),
      let line = header.split(separator: "\r\n").first(where: { $0.hasPrefix("Sec-WebSocket-Key: ") }),
      let target = try? RequestTarget("http://127.0.0.1/"),
      let handshake = try? WebSocketHandshake(to: target, headers: [:], userAgent: "", key: String(line.dropFirst(19)))
    else { return nil }
    let accept = handshake.expected
    write("HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n")
    write("Sec-WebSocket-Accept: \(accept)\r\n\(extra)\r\n")
    return header
  }

  /// Reads one masked frame from the client; nil at the end of the stream.
  func readFrame() -> WebSocketFrame? {
    guard let head = read(2), let opcode = WebSocketFrame.Opcode(rawValue: head[0] & 0x0F), head[1] & 0x80 != 0 else {
      return nil
    }
    let sizeBytes = head[1] == 0xFE ? 2 : head[1] == 0xFF ? 8 : 0
    guard let size = read(sizeBytes), let key = read(4) else { return nil }
    let count = sizeBytes == 0 ? Int(head[1] & 0x7F) : size.reduce(0) { $0 << 8 | Int($1) }
    guard let masked = read(count) else { return nil }
    let payload = masked.enumerated().map { $1 ^ key[$0 & 3] }
    return WebSocketFrame(opcode: opcode, payload: payload, isFinal: head[0] & 0x80 != 0)
  }

  /// Sends a frame as a server does: not masked.
  func write(_ frame: WebSocketFrame) {
    var bytes: [UInt8] = [(frame.isFinal ? 0x80 : 0) | frame.opcode.rawValue]
    let count = frame.payload.count
    switch count {
    case ...125: bytes.append(UInt8(count))
    case ...0xFFFF: bytes += [126, UInt8(count >> 8), UInt8(count & 0xFF)]
    default: bytes += [127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
    }
    write(bytes + frame.payload)
  }

  func write(text: String) { write(WebSocketFrame(opcode: .text, payload: Array(text.utf8))) }
}
