/// What the browser comes back with (RFC 6749 §4.1.2).
package struct AuthorizationAnswer: Sendable, Equatable {
  /// What the token is fetched with.
  package let code: String?
  /// Which request it is the answer to.
  package let state: String?
  /// Who answers (RFC 9207).
  package let issuer: String?
  /// The server's no.
  package let refusal: OAuthRefusal?

  /// Reads the query of the address that the browser came back to; nil when it is no answer, or says a thing twice
  /// (RFC 6749 §3.1).
  package init?(query: some StringProtocol) {
    var values: [String: String] = [:]
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]), let value = parts.count == 2 ? Self.decoded(parts[1]) : "" else {
        return nil
      }
      guard values.updateValue(value, forKey: name) == nil else { return nil }
    }
    code = values["code"]
    state = values["state"]
    issuer = values["iss"]
    refusal = values["error"].map { OAuthRefusal(code: $0, description: values["error_description"]) }
    guard code != nil || refusal != nil else { return nil }
  }

  /// Reads an address that a person copied from the browser.
  package init?(address: String) {
    guard let mark = address.firstIndex(of: "?") else { return nil }
    let query = address[address.index(after: mark)...].prefix { $0 != "#" }
    self.init(query: query)
  }

  /// The text that a form's word stands for (application/x-www-form-urlencoded); nil when it is no UTF-8.
  private static func decoded(_ word: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(word.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(0x20)
      case UInt8(ascii: "%"):
        guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
          return nil
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
