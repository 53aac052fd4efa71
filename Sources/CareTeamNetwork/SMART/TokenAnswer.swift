package import CareTeamCore

/// What a token endpoint gives (RFC 6749 §5.1, SMART App Launch 2.2 §3.1.9).
package struct TokenAnswer: Sendable, Equatable {
  /// Everything it said, as it is kept; with the time at which the token ends, and without the identity token.
  package private(set) var document: JSON
  /// The token.
  package let accessToken: String
  /// Who logged in, signed (OpenID Connect Core §2).
  package let identityToken: String?
  /// What was granted; nil for what was asked for.
  package var scope: String? { document["scope"]?.string }
  /// The patient it is for.
  package var patient: String? { document["patient"]?.string }

  /// Reads an answer.
  init(_ json: JSON, at now: Instant) throws(SMARTError) {
    guard let token = json["access_token"]?.string, !token.isEmpty,
      token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), json.object != nil
    else { throw .badAnswer("its answer has no access token") }
    // RFC 6749 §7.1: a token of a kind that is not known must not be used.
    if let type = json["token_type"]?.string, type.lowercased() != "bearer" {
      throw .badAnswer("it gives tokens of the type ‘\(type.prefix(32))’, and careteam has ‘Bearer’ only")
    }
    accessToken = token
    identityToken = json["id_token"]?.string
    document = json
    document["id_token"] = nil
    if let seconds = json["expires_in"]?.int {
      document["expires_at"] = .string(now.adding(seconds: Int64(seconds)).rfc3339)
    }
  }

  /// The same with who logged in, where the answer itself does not say it.
  func with(_ identity: IdentityToken) -> TokenAnswer {
    var answer = self
    for name in ["fhirUser", "name"] where answer.document[name]?.string == nil {
      answer.document[name] = identity.claims[name] ?? (name == "fhirUser" ? identity.claims["profile"] : nil)
    }
    return answer
  }
}
