import CareTeamCore

/// What holds an access token, a file or another place for secrets: the bare token, or the JSON answer of a token endpoint (RFC 6749 §5.1).
struct TokenFile {
  /// The token.
  let token: String
  /// The members of the JSON, or of the token itself where that is a JWT; they may say who is logged in.
  let claims: JSON?

  /// Reads a token.
  ///
  /// - Parameter path: where it is from, for errors.
  /// - Throws: `badInput` when there is none.
  init(bytes: [UInt8], path: String) throws(CareTeamError) {
    let text = String(decoding: bytes, as: UTF8.self)
    let bare = text.split(whereSeparator: \.isWhitespace)
    if let json = try? JSON(parsing: bytes), let token = json["access_token"]?.string {
      self.token = token
      claims = json
    } else if bare.count == 1, let word = bare.first {
      token = String(word)
      claims = Self.payload(of: token)
    } else {
      throw CareTeamError(.badInput, "\(path) holds no access token; put the token, and nothing else, into it")
    }
    guard token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw CareTeamError(.badInput, "the token in \(path) has characters that no token has; get a new one")
    }
  }

  /// A token with what is kept beside it.
  init(token: String, claims: JSON) {
    self.token = token
    self.claims = claims
  }

  /// The claims of a JWT (RFC 7519 §3), unverified: they only save asking, and decide nothing.
  private static func payload(of token: String) -> JSON? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    return Base64.decodeFromURL(parts[1]).flatMap { try? JSON(parsing: $0) }
  }
}
