@preconcurrency import Glibc

/// One accepted connection, read and written as bytes.
struct RawConnection: Sendable {
  let descriptor: Int32
  /// 1 for the server's first connection.
  let number: Int
  let log: @Sendable (String) -> Void

  /// Reads one request's header up to its empty line; nil when the client has gone.
  func readHeader() -> String? {
    var bytes: [UInt8] = []
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      guard let byte = read(1)?.first else { return nil }
      bytes.append(byte)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    log(text)
    return text
  }

  /// Reads one request whole, by its Content-Length.
  func readRequest() -> (header: String, body: [UInt8])? {
    guard let header = readHeader() else { return nil }
    let length = header.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
    let count = length.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
    guard let body = read(count) else { return nil }
    return (header, body)
  }

  /// Reads exactly that many bytes; nil at the end of the stream.
  func read(_ count: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: max(1, min(count, 65_536)))
    while bytes.count < count {
      let got = Glibc.read(descriptor, &buffer, min(buffer.count, count - bytes.count))
      guard got > 0 else { return nil }
      bytes += buffer[..<got]
    }
    return bytes
  }

  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { return }
      rest = rest.dropFirst(sent)
    }
  }

  func write(_ text: String) { write(Array(text.utf8)) }

  /// An answer with a length.
  func answer(_ status: String = "200 OK", _ headers: String = "", body: String = "") {
    write("HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
  }

  /// Answers every request the same way until the client leaves.
  func answerAll(_ status: String = "200 OK", _ headers: String = "", body: String = "") {
    while readRequest() != nil { answer(status, headers, body: body) }
  }

  /// Waits until the client closes.
  func waitForEnd() { while read(1) != nil {} }

  /// Closes with RST instead of FIN.
  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
  }

  func close() { Glibc.close(descriptor) }
}
