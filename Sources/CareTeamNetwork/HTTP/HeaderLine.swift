/// One line of an HTTP/1.1 header (RFC 9112 §4, §5).
enum HeaderLine: Equatable {
  /// `HTTP/1.1 200 OK`.
  case status
  case field(name: String, value: String)
  /// More of the field before it (obs-fold, RFC 9112 §5.2).
  case continuation(String)
  /// The empty line after the last field.
  case end
  /// A line that is none of these, and is left out.
  case other

  /// Reads a line, with or without its line end; bytes that are not UTF-8 become U+FFFD.
  init(_ bytes: some Collection<UInt8>) {
    let line = bytes.prefix { $0 != 0x0D && $0 != 0x0A }
    guard let first = line.first else {
      self = .end
      return
    }
    if line.starts(with: "HTTP/".utf8) {
      self = .status
    } else if first == 0x20 || first == 0x09 {
      self = .continuation(HeaderLine.trimmed(line))
    } else if let colon = line.firstIndex(of: 0x3A), colon > line.startIndex {
      let value = line[line.index(after: colon)...]
      self = .field(name: HeaderLine.trimmed(line[..<colon]), value: HeaderLine.trimmed(value))
    } else {
      self = .other
    }
  }

  private static func trimmed(_ bytes: some Collection<UInt8>) -> String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    var kept = Array(bytes.drop(while: isBlank))
    while let last = kept.last, isBlank(last) { kept.removeLast() }
    return String(decoding: kept, as: UTF8.self)
  }
}
