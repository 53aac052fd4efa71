/// Bytes that come in pieces as base64, in lines where a mail wants them (RFC 2045 §6.8).
package struct Base64Stream {
  /// The bytes of a line of 76 characters.
  private static let lineBytes = 57

  private let inLines: Bool
  private var rest: [UInt8] = []

  /// An empty stream; its lines end with a line feed.
  package init(inLines: Bool) { self.inLines = inLines }

  /// What can be written of the bytes so far.
  package mutating func take(_ bytes: ArraySlice<UInt8>) -> String {
    rest += bytes
    let unit = inLines ? Self.lineBytes : 3
    let whole = rest.count / unit * unit
    defer { rest.removeFirst(whole) }
    return written(rest[..<whole])
  }

  /// What is left at the end.
  package mutating func finish() -> String {
    defer { rest = [] }
    return written(rest[...])
  }

  private func written(_ bytes: ArraySlice<UInt8>) -> String {
    guard inLines else { return Base64.encode(Array(bytes)) }
    var lines = ""
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = min(start + Self.lineBytes, bytes.endIndex)
      lines += Base64.encode(Array(bytes[start..<end])) + "\n"
      start = end
    }
    return lines
  }
}
