import CareTeamCore

/// An authorisation server's no (RFC 6749 §4.1.2.1, §5.2).
package struct OAuthRefusal: Sendable, Equatable {
  /// The error's code, such as `access_denied`.
  package let code: String
  /// The server's own words.
  package let description: String?
  /// How long the server asked to wait.
  package var retryAfterSeconds: Int?

  /// A no with these words.
  package init(code: String, description: String?, retryAfterSeconds: Int? = nil) {
    self.code = String(code.prefix(64))
    self.description = description.map { String($0.prefix(300)) }
    self.retryAfterSeconds = retryAfterSeconds
  }

  /// Reads the answer of a token endpoint; without an OAuth error in it the status stands for one.
  init(_ response: HTTPResponse) {
    let json = try? JSON(parsing: response.body)
    let isPassing = response.status >= 500 || response.status == 429
    self.init(
      code: json?["error"]?.string ?? (isPassing ? "server_error" : "status \(response.status)"),
      description: json?["error_description"]?.string, retryAfterSeconds: response.retryAfterSeconds)
  }

  /// The server's words, to be put behind one's own.
  package var words: String {
    guard let description, !description.allSatisfy(\.isWhitespace) else { return "" }
    return " (the server says: \(description.last == "." ? String(description.dropLast()) : description))"
  }
}
