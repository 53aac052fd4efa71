package import CareTeamCore

/// Who logged in, as the authorisation server says it (OpenID Connect Core §2).
///
/// It came from the token endpoint itself over TLS, so that its signature need not be checked (§3.1.3.7, point 6); whom
/// and which login it is about must be.
package struct IdentityToken: Sendable, Equatable {
  /// What it says.
  package let claims: JSON
  /// How far two clocks may be apart, in seconds.
  private static let leeway: Int64 = 300

  /// Reads a token and checks that it is for this client and this login.
  ///
  /// - Parameter nonce: what marks the login; nil for one in which no browser carried anything (RFC 8628).
  init(_ text: String, issuer: String?, client: String, nonce: String?, at now: Instant) throws(SMARTError) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = Base64.decodeFromURL(parts[1]), let claims = try? JSON(parsing: bytes),
      claims.object != nil
    else { throw .badAnswer("its identity token is none") }
    if let issuer, let said = claims["iss"]?.string, said != issuer {
      throw .badAnswer("its identity token is of another server (\(said))")
    }
    let audience = claims["aud"]?.string.map { [$0] } ?? claims["aud"]?.array.compactMap(\.string) ?? []
    guard audience.contains(client), claims["azp"]?.string ?? client == client else {
      throw .badAnswer("its identity token is for another program")
    }
    guard let end = claims["exp"].flatMap(Self.seconds), end + Self.leeway > now.seconds else {
      throw .badAnswer("its identity token has run out; see that the clock of this machine is right")
    }
    guard nonce == nil || claims["nonce"]?.string == nonce else {
      throw .badAnswer("its identity token is of another login")
    }
    self.claims = claims
  }

  /// The whole seconds of a number, which some servers write with a fraction.
  private static func seconds(_ value: JSON) -> Int64? {
    guard case .number(let literal) = value, let number = Double(literal), abs(number) < 1e15 else { return nil }
    return Int64(number)
  }
}
