import CareTeamCore
import GRDB

/// What a token that is still good stands for (RFC 7662 §2.2).
struct TokenFacts: Sendable, Equatable {
  let user: String
  let scope: String?
  let patient: String?
  let client: String?
  let expires: Instant?
  let isAccess: Bool

  init(_ row: Row) {
    user = row["user"]
    scope = row["scope"]
    patient = row["patient"]
    client = row["client"]
    expires = (row["expires"] as Int64?).map(Instant.init(milliseconds:))
    isAccess = row["access"]
  }

  /// What a resource server is told.
  var document: JSON {
    var document: JSON = ["active": true, "sub": .string(user), "fhirUser": .string(user)]
    if isAccess { document["token_type"] = "Bearer" }
    if let scope { document["scope"] = .string(scope) }
    if let patient { document["patient"] = .string(patient) }
    if let client { document["client_id"] = .string(client) }
    if let expires { document["exp"] = .number(String(expires.seconds)) }
    return document
  }
}
