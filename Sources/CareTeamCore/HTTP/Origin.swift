/// Where a request goes, and what a credential belongs to: scheme, host and port (RFC 6454 §4).
package struct Origin: Sendable, Hashable, CustomStringConvertible {
  /// `http` or `https`; a `ws` or `wss` address counts as the one it is opened through.
  package let scheme: String
  /// In lower case; an IPv6 address keeps its brackets.
  package let host: String
  /// The port, said or by default (80, 443).
  package let port: UInt16

  /// The origin of an absolute http, https, ws or wss address; nil for others, and where a user name is given.
  package init?(_ url: URLReference) {
    guard let scheme = url.scheme.flatMap(Origin.webScheme), let authority = url.authority else { return nil }
    guard let (host, digits) = Origin.split(authority) else { return nil }
    let standard: UInt16 = scheme == "https" ? 443 : 80
    guard let port = digits.isEmpty ? standard : UInt16(digits), port > 0 else { return nil }
    self.scheme = scheme
    self.host = host.lowercased()
    self.port = port
  }

  /// The origin of an absolute address in text.
  package init?(_ url: String) {
    guard let reference = URLReference(url) else { return nil }
    self.init(reference)
  }

  /// Host and port, as a person would type them.
  package var hostAndPort: String { "\(host):\(port)" }

  /// `scheme://host:port`, the port always said.
  package var description: String { "\(scheme)://\(hostAndPort)" }

  /// Whether the host is this machine: 127.0.0.0/8, ::1 or localhost, written plainly (no octal, no short forms).
  package var isLoopback: Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy(Origin.isPlainOctet)
  }

  private static func webScheme(_ scheme: String) -> String? {
    switch scheme {
    case "http", "ws": "http"
    case "https", "wss": "https"
    default: nil
    }
  }

  private static func isPlainOctet(_ text: Substring) -> Bool {
    guard let value = UInt8(text) else { return false }
    return String(value) == text
  }

  /// Parts an authority; nil for a user name, an empty host, or bytes no host name has.
  private static func split(_ authority: String) -> (host: String, port: String)? {
    let parts: (host: Substring, port: Substring)
    if authority.first == "[" {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      let rest = authority[authority.index(after: end)...]
      guard rest.isEmpty || rest.first == ":" else { return nil }
      let address = authority[authority.index(after: authority.startIndex)..<end]
      guard address.contains(":"), address.utf8.allSatisfy({ isHexDigit($0) || $0 == 0x3A || $0 == 0x2E }) else {
        return nil
      }
      parts = (authority[...end], rest.dropFirst())
    } else {
      let pieces = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard let host = pieces.first, !host.isEmpty, host.utf8.allSatisfy(isNameByte) else { return nil }
      parts = (host, pieces.count == 2 ? pieces[1] : "")
    }
    guard parts.port.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return (String(parts.host), String(parts.port))
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }

  /// Letters, digits, hyphen, dot, underscore: narrower than RFC 3986, so that no two parsers can differ.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }
}
