import CareTeamCore

extension Base64 {
  /// The bytes in base64url without padding (RFC 4648 §5, RFC 7515 §2).
  static func urlText(_ bytes: some Sequence<UInt8>) -> String {
    let text = encode(Array(bytes)).map { character -> Character in
      switch character {
      case "+": "-"
      case "/": "_"
      default: character
      }
    }
    return String(text.filter { $0 != "=" })
  }

  /// The bytes of a base64url text; nil for anything else.
  static func bytes(urlText text: some StringProtocol) -> [UInt8]? {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") }) else { return nil }
    return decode(
      String(
        text.map { character -> Character in
          switch character {
          case "-": "+"
          case "_": "/"
          default: character
          }
        }))
  }
}
