/// One HTTP/1.1 message as bytes: its head up to the empty line, and its body as it came.
struct HTTPText: Sendable {
  var head: [UInt8]
  var body: [UInt8] = []

  private static let end: [UInt8] = Array("\r\n\r\n".utf8)

  /// The head of the next message; nil when the connection ends.
  init?(headFrom stream: TCPStream) {
    guard let head = stream.read(through: Self.end) else { return nil }
    self.head = head
  }

  /// The first line's words: method, path and version of a request; version and status of an answer.
  var words: [String] {
    String(decoding: head.prefix { $0 != 0x0D }, as: UTF8.self).split(separator: " ").map(String.init)
  }

  /// A field's value in lower case.
  func field(_ name: String) -> String? {
    String(decoding: head, as: UTF8.self).split(separator: "\r\n").dropFirst()
      .first { $0.lowercased().hasPrefix("\(name):") }
      .map { String($0.dropFirst(name.count + 1)).trimmed.lowercased() }
  }

  /// The body's length where it is told.
  var length: Int? { field("content-length").flatMap { Int($0) } }

  /// Reads the body as its fields say (RFC 9112 §6).
  ///
  /// - Returns: whether all of it came.
  mutating func readBody(from stream: TCPStream) -> Bool {
    if let length {
      guard let body = stream.read(length) else { return false }
      self.body = body
      return true
    }
    guard field("transfer-encoding") == "chunked" else { return true }
    while let line = stream.read(through: [0x0D, 0x0A]) {
      let size = Int(String(decoding: line.dropLast(2).prefix { $0 != 0x3B }, as: UTF8.self), radix: 16) ?? 0
      guard let piece = stream.read(size + 2) else { return false }
      body += line + piece
      if size == 0 { return true }
    }
    return false
  }

  /// The same with one text in place of another of the same length, so that lengths and chunks stay true.
  func replacing(_ old: String, by new: String) -> HTTPText {
    precondition(old.utf8.count == new.utf8.count)
    var copy = self
    copy.head = Self.replace(Array(old.utf8), by: Array(new.utf8), in: head)
    copy.body = Self.replace(Array(old.utf8), by: Array(new.utf8), in: body)
    return copy
  }

  private static func replace(_ old: [UInt8], by new: [UInt8], in bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    guard bytes.count >= old.count, let first = old.first else { return bytes }
    var index = 0
    while index + old.count <= bytes.count {
      if bytes[index] == first, bytes[index..<index + old.count].elementsEqual(old) {
        bytes.replaceSubrange(index..<index + old.count, with: new)
        index += old.count
      } else {
        index += 1
      }
    }
    return bytes
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
