package import CareTeamCore

/// Why a request is refused: an HTTP status and what an OperationOutcome says.
package struct FHIRFault: Error, Sendable, Equatable {
  /// FHIR R4 value set issue-type, as far as it is used.
  package enum Code: String, Sendable {
    case invalid, structure, value, login, forbidden, expired, notSupported = "not-supported"
    case multipleMatches = "multiple-matches", notFound = "not-found", deleted, tooLong = "too-long", conflict
    case businessRule = "business-rule", tooCostly = "too-costly", exception, throttled
  }

  /// The HTTP status.
  package var status: Int
  /// The kind of issue.
  package var code: Code
  /// What failed, then what to do.
  package var message: String
  /// The element that is at fault, as a path such as `Communication.sent`, where there is one.
  package var expression: String?
  /// The methods that are allowed, with 405.
  package var allow: String?
  /// How to authenticate, with 401 and 403 (RFC 6750 §3).
  package var challenge: String?

  /// A refusal.
  package init(
    _ status: Int, _ code: Code, _ message: String, expression: String? = nil, allow: String? = nil,
    challenge: String? = nil
  ) {
    self.status = status
    self.code = code
    self.message = message
    self.expression = expression
    self.allow = allow
    self.challenge = challenge
  }

  /// Someone else's resource, and one that is not there, are answered alike.
  static func notFound(_ type: String, _ id: String) -> FHIRFault {
    FHIRFault(404, .notFound, "There is no \(type)/\(id) that you can see. Check the id.")
  }

  /// A write that the user's role does not allow.
  static func forbidden(_ message: String) -> FHIRFault { FHIRFault(403, .forbidden, message) }

  /// No token at all: the challenge says nothing of an error (RFC 6750 §3.1).
  static let noToken = FHIRFault(
    401, .login, "This needs a login. Send Authorization: Bearer with your token.", challenge: bearer)

  /// A token that is not good, or no longer.
  static let invalidToken = FHIRFault(
    401, .login, "The token is unknown, expired or revoked. Log in again.",
    challenge: bearer + ", error=\"invalid_token\"")

  /// A token that was not granted what this needs, such as `patient/Communication.c`.
  static func insufficientScope(_ scope: String) -> FHIRFault {
    FHIRFault(
      403, .forbidden, "The token lacks the scope \(scope). Log in again and grant it.",
      challenge: bearer + ", error=\"insufficient_scope\", scope=\"\(scope)\"")
  }

  private static let bearer = "Bearer realm=\"careteam\""

  /// The refusal as a resource.
  package var outcome: JSON {
    var issue: JSON = ["severity": "error", "code": .string(code.rawValue), "diagnostics": .string(message)]
    if let expression { issue["expression"] = [.string(expression)] }
    return ["resourceType": "OperationOutcome", "issue": [issue]]
  }
}
