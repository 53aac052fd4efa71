import CareTeamCore

/// The alphabet that is safe in URLs, without padding (RFC 4648 §5).
extension Base64 {
  static func encodeForURL(_ bytes: some Sequence<UInt8>) -> String {
    encode(Array(bytes)).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  static func decodeFromURL(_ text: String) -> [UInt8]? {
    decode(text.replacing("-", with: "+").replacing("_", with: "/"))
  }
}
