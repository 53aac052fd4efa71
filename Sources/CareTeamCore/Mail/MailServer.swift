/// A mail server: where it is, and how safely it is spoken to.
package struct MailServer: Sendable, Equatable {
  /// TLS from the first byte (`smtps`, RFC 8314 §3).
  package let isImplicitTLS: Bool
  /// Host and port; the scheme in it stands for nothing.
  private let origin: Origin

  /// Reads `smtps://mail.example.org` or `smtp://mail.example.org:587`; nil for anything else.
  ///
  /// The ports are those of submission, 465 and 587 (RFC 8314 §3.3), and 25 for this machine's own server.
  package init?(_ text: String) {
    let pieces = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard pieces.count == 2, ["smtp", "smtps"].contains(pieces[0].lowercased()),
      let url = URLReference("https:\(pieces[1])"), ["", "/"].contains(url.path), url.query == nil,
      let origin = Origin(url)
    else { return nil }
    isImplicitTLS = pieces[0].lowercased() == "smtps"
    let host = url.authority ?? ""
    if host.hasSuffix(":\(origin.port)") {
      self.origin = origin
    } else {
      guard host.lowercased() == origin.host,
        let standard = Origin("https://\(host):\(isImplicitTLS ? 465 : origin.isLoopback ? 25 : 587)")
      else { return nil }
      self.origin = standard
    }
  }

  /// The address as libcurl takes it.
  package var url: String { "\(isImplicitTLS ? "smtps" : "smtp")://\(origin.hostAndPort)" }
  /// Host and port, for messages.
  package var hostAndPort: String { origin.hostAndPort }
  /// Whether it is this machine.
  package var isLoopback: Bool { origin.isLoopback }
}
