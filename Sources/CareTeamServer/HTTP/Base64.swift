import Foundation

/// RFC 4648 base64, plain and for URLs.
enum Base64 {
  static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  static func decode(_ text: String) -> [UInt8]? {
    let plain = text.filter { !$0.isWhitespace }
    return Data(base64Encoded: plain).map(Array.init)
  }

  static func encodeForURL(_ bytes: some Sequence<UInt8>) -> String {
    encode(Array(bytes)).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  static func decodeFromURL(_ text: String) -> [UInt8]? {
    let plain = text.replacing("-", with: "+").replacing("_", with: "/")
    return decode(plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
  }
}
