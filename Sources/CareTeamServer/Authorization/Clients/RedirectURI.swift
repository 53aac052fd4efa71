import Foundation

/// Where a browser is sent back to.
package struct RedirectURI: Sendable, Equatable {
  /// As it was registered or asked for.
  package let text: String

  /// The hosts whose port may be any (RFC 8252 §7.3). Not `localhost`, which a name server could send elsewhere (§8.3).
  private static let loopbacks = ["http://127.0.0.1", "http://[::1]"]
  /// Schemes that run or show something in the browser itself.
  private static let refused: Set<String> = [
    "javascript", "data", "vbscript", "file", "blob", "about", "ws", "wss", "ftp",
  ]

  /// An address that may be registered: https, http on loopback, or a scheme of an app's own (RFC 8252 §7.1), which has
  /// a dot in it. Without a fragment (RFC 6749 §3.1.2).
  package init?(_ text: String) {
    guard (8...2000).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      !text.contains(where: { "#<>\"\\^`{|}'".contains($0) }), let address = URL(string: text),
      let scheme = address.scheme
    else { return nil }
    switch scheme {
    case "https": guard let host = address.host, !host.isEmpty, address.user == nil else { return nil }
    case "http": guard Self.loopbacks.contains(where: { Self.rest(of: text, after: $0) != nil }) else { return nil }
    default: guard scheme.contains("."), !Self.refused.contains(scheme) else { return nil }
    }
    self.text = text
  }

  /// Whether a request that asks for this address means the registered one: the same byte for byte, but for the port of
  /// a loopback address.
  func isFor(_ asked: String) -> Bool {
    if asked.utf8.elementsEqual(text.utf8) { return true }
    return Self.loopbacks.contains { host in
      guard let own = Self.rest(of: text, after: host), let other = Self.rest(of: asked, after: host) else {
        return false
      }
      return own.utf8.elementsEqual(other.utf8)
    }
  }

  /// What stands behind the host and its port, when it is this host.
  private static func rest(of text: String, after host: String) -> Substring? {
    guard text.hasPrefix(host) else { return nil }
    let rest = text.dropFirst(host.count)
    guard rest.first == ":" else { return rest.first == "/" ? rest : nil }
    let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
    guard let port = Int(digits), (1...65_535).contains(port), digits.count <= 5 else { return nil }
    let path = rest.dropFirst(1 + digits.count)
    return path.first == "/" ? path : nil
  }

  /// What a content security policy names it by: the origin, or the scheme of an app.
  static func source(of text: String) -> String {
    guard let address = URL(string: text), let scheme = address.scheme else { return "'none'" }
    guard scheme == "https" || scheme == "http", let host = address.host else { return scheme + ":" }
    let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    return "\(scheme)://\(name)" + (address.port.map { ":\($0)" } ?? "")
  }
}
