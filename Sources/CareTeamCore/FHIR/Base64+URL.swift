extension Base64 {
  /// The bytes in the alphabet that is safe in URLs, without padding (RFC 4648 §5).
  package static func encodeForURL(_ bytes: some Sequence<UInt8>) -> String {
    String(encode(Array(bytes)).compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 })
  }

  /// The bytes of a text in that alphabet; nil for anything else.
  package static func decodeFromURL(_ text: some StringProtocol) -> [UInt8]? {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") }) else { return nil }
    return decode(String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }))
  }
}
