import CareTeamCore
import Testing

@testable import CareTeamNetwork

struct IdentityTokenTests {
  private let good: JSON = [
    "iss": "https://login.example", "aud": "careteam", "exp": 1_000_000_060, "nonce": "n", "fhirUser": "Patient/1",
  ]

  private func read(_ claims: JSON) throws -> IdentityToken {
    let text = "e30." + Base64.encodeForURL(claims.bytes()) + ".c2ln"
    return try IdentityToken(
      text, issuer: "https://login.example", client: "careteam", nonce: "n", at: Instant(seconds: 1_000_000_000))
  }

  @Test func `who logged in is read from a token for this login`() throws {
    #expect(try read(good).claims["fhirUser"] == "Patient/1")
    var several = good
    several["aud"] = ["other", "careteam"]
    several["exp"] = .number("1000000060.5")
    #expect(try read(several).claims["fhirUser"] == "Patient/1")
  }

  @Test(
    arguments: [
      ("iss", "https://evil.example"), ("aud", "other"), ("aud", []), ("aud", nil), ("exp", 999_999_000), ("exp", nil),
      ("nonce", "other"), ("nonce", nil), ("azp", "other"),
    ] as [(String, JSON?)])
  func `a token of another server, program or login is refused`(name: String, value: JSON?) {
    var claims = good
    claims[name] = value
    #expect(throws: SMARTError.self) { try read(claims) }
  }

  @Test(arguments: ["", "a.b", "e30.@@.x", "e30.W10.x"])
  func `what is no token is refused`(text: String) {
    #expect(throws: SMARTError.self) {
      try IdentityToken(text, issuer: nil, client: "careteam", nonce: nil, at: Instant(seconds: 0))
    }
  }
}
