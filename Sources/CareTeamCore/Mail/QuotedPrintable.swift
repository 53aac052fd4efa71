/// Text as quoted-printable (RFC 2045 §6.7): lines of at most 76 characters of ASCII, whatever the text.
package enum QuotedPrintable {
  private static let lineLength = 76
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// The text in UTF-8, its line feeds as CRLF; it ends with a line end.
  package static func encode(_ text: String) -> String {
    var out: [UInt8] = []
    for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
      append(line.last == 0x0D ? Array(line.dropLast()) : Array(line), to: &out)
      out += [0x0D, 0x0A]
    }
    if text.utf8.last == 0x0A { out.removeLast(2) }
    return String(decoding: out, as: UTF8.self)
  }

  private static func append(_ line: [UInt8], to out: inout [UInt8]) {
    var length = 0
    for (index, byte) in line.enumerated() {
      let isLast = index == line.count - 1
      let piece = isPlain(byte, isLast: isLast, isFirst: length == 0) ? [byte] : escape(byte)
      if length + piece.count > (isLast ? lineLength : lineLength - 1) {
        out += [UInt8(ascii: "="), 0x0D, 0x0A]
        length = 0
      }
      // What begins a line after a soft break begins it for a mail server, too.
      let first = length == 0 && !isPlain(byte, isLast: isLast, isFirst: true) ? escape(byte) : piece
      out += first
      length += first.count
    }
  }

  /// A space at the end of a line may get lost; a dot alone on a line ends a mail in SMTP (RFC 5321 §4.5.2), `From` begins
  /// another in a mailbox file, and some of its readers take a `>` away in front of that.
  private static func isPlain(_ byte: UInt8, isLast: Bool, isFirst: Bool) -> Bool {
    switch byte {
    case 0x20, 0x09: !isLast
    case UInt8(ascii: "="): false
    case UInt8(ascii: "."), UInt8(ascii: "F"), UInt8(ascii: ">"): !isFirst
    case 0x21...0x7E: true
    default: false
    }
  }

  private static func escape(_ byte: UInt8) -> [UInt8] {
    [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }
}
