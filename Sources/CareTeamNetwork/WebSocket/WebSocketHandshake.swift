import CareTeamCore
import Crypto

/// The HTTP exchange that opens a WebSocket (RFC 6455 §4); a value without I/O.
struct WebSocketHandshake: Sendable {
  /// The most bytes of the server's answer.
  static let limit = 16 << 10

  /// The request, as it goes on the wire.
  let request: [UInt8]
  /// What the server must send back for our key.
  let expected: String

  /// Throws `TransportError.refused` for header fields that are no HTTP.
  init(
    to target: RequestTarget, headers: HTTPFields, userAgent: String, key: String = WebSocketHandshake.freshKey()
  ) throws(TransportError) {
    try headers.check()
    let query = target.url.query.map { "?" + $0 } ?? ""
    var lines = ["GET \(target.url.path)\(query) HTTP/1.1", "Host: \(target.origin.hostAndPort)"]
    lines += ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: \(key)", "Sec-WebSocket-Version: 13"]
    lines.append("User-Agent: \(userAgent)")
    lines += headers.fields.map { "\($0.name): \($0.value)" }
    request = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    expected = WebSocketHandshake.answer(to: key)
  }

  /// Where the answer's header ends in these bytes; nil when it has not all come.
  static func headerEnd(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    let end = Array("\r\n\r\n".utf8)
    return (4...bytes.count).first { bytes[($0 - 4)..<$0].elementsEqual(end) }
  }

  /// Checks the server's answer (§4.1); throws `rejected` or `violation`.
  func check(_ header: some Collection<UInt8>) throws(WebSocketError) {
    let lines = header.split(separator: 0x0A)
    let words = String(decoding: lines.first ?? header.prefix(0), as: UTF8.self).split(separator: " ")
    guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1].prefix(3)) else {
      throw .violation("it did not answer in HTTP/1.1")
    }
    guard status == 101 else { throw .rejected(status: status) }
    var fields = HTTPFields()
    for line in lines.dropFirst() {
      if case .field(let name, let value) = HeaderLine(line) { fields.add(name, value) }
    }
    guard fields.tokens("Upgrade").contains("websocket"), fields.tokens("Connection").contains("upgrade"),
      fields["Sec-WebSocket-Accept"] == expected
    else { throw .violation("its handshake is not one for this request") }
    guard fields["Sec-WebSocket-Extensions"] == nil, fields["Sec-WebSocket-Protocol"] == nil else {
      throw .violation("it chose an extension that was not offered")
    }
  }

  /// Sixteen random bytes in base64.
  static func freshKey() -> String {
    var generator = SystemRandomNumberGenerator()
    return base64((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  /// §4.2.2: SHA-1 of the key and a fixed text.
  private static func answer(to key: String) -> String {
    var hash = Insecure.SHA1()
    Array("\(key)258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8).withUnsafeBytes { hash.update(bufferPointer: $0) }
    return base64(Array(hash.finalize()))
  }

  /// RFC 4648 §4.
  private static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let bits = part.reduce(0) { $0 << 8 | Int($1) } << ((3 - part.count) * 8)
      for index in 0..<4 {
        text.append(index <= part.count ? letters[bits >> (18 - index * 6) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension HTTPFields {
  /// The words of a comma-separated field, in lower case.
  fileprivate func tokens(_ name: String) -> [String] {
    fields.filter { $0.name.lowercased() == name.lowercased() }
      .flatMap { $0.value.split(separator: ",") }
      .map { String($0.drop { $0 == " " }.prefix { $0 != " " }).lowercased() }
  }
}
