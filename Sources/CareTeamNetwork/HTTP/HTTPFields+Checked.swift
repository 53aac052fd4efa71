import CareTeamCore

extension HTTPFields {
  /// Throws `TransportError.refused` where a field would be no HTTP, or would add a line.
  func check() throws(TransportError) {
    for field in fields {
      guard HTTPFields.isToken(field.name) else { throw .refused("a header field of the request has no legal name") }
      guard field.value.utf8.allSatisfy(HTTPFields.isValueByte) else {
        throw .refused("the header field \(field.name) of the request holds a control character")
      }
    }
  }

  /// Whether the text can name a field or a method (RFC 9110 §5.6.2).
  static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }

  /// RFC 9110 §5.5: no control but the tab.
  private static func isValueByte(_ byte: UInt8) -> Bool { byte == 0x09 || (byte >= 0x20 && byte != 0x7F) }
}
