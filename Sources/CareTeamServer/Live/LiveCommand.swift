import CareTeamCore

/// What a peer may ask on the socket.
package enum LiveCommand: Equatable, Sendable {
  /// FHIR R4 Subscription, websocket channel: `bind <id>`.
  case bind(subscription: String)
  /// The R4 backport: `{"type":"bind-with-token","token":"…"}`.
  case bindWithToken(String)

  /// Reads a text message; nil for any other.
  package init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace)
    if words.count == 2, words[0].lowercased() == "bind" {
      let id = words[1].hasPrefix("Subscription/") ? words[1].dropFirst("Subscription/".count) : words[1]
      guard (1...64).contains(id.utf8.count) else { return nil }
      self = .bind(subscription: String(id))
      return
    }
    guard let json = try? JSON(parsing: text), json["type"]?.string == "bind-with-token",
      let token = json["token"]?.string
    else { return nil }
    self = .bindWithToken(token)
  }
}
