/// Someone who sends requests, and what the clinic means them to be able to do. Nothing here is read from the server.
struct MatrixActor: Sendable, CustomStringConvertible {
  enum Kind: Sendable {
    case person, auditor, backend, administrator, nobody
  }

  /// How far one letter of a scope goes.
  enum Grant: Sendable, Equatable {
    case none, everything
    case patient(String)
  }

  var description: String
  var kind: Kind = .person
  /// The user the token is for, and what the server is told of it.
  var user: String
  var scope: String?
  var patient: String?
  /// Whose records are open to the user.
  var patients: Set<String> = []
  /// The letters of `cruds` that the token has, and for which types; nil is all.
  var letters = "cruds"
  var types: Set<String>?
  /// The patient that the letters are limited to.
  var limit: String?
  /// Further letters for one type, without the limit.
  var more: [String: String] = [:]
  /// What stands in the Authorization field; nil is `Bearer` and the token that is good.
  var authorization: String??

  /// What the token has for a letter and a type.
  func grant(_ letter: Character, _ type: String) -> Grant {
    if more[type]?.contains(letter) ?? false { return .everything }
    guard letters.contains(letter), types?.contains(type) ?? true else { return .none }
    return limit.map { .patient($0) } ?? .everything
  }

  static let careteamScopes = """
    openid fhirUser launch/patient offline_access patient/Communication.crus patient/CommunicationRequest.crs \
    patient/Task.rus patient/Binary.cr patient/DocumentReference.crs patient/CareTeam.rs patient/Practitioner.r
    """

  static let all: [MatrixActor] = patients + proxies + practitioners + auditors + backends + refused

  private static let patients: [MatrixActor] = [
    MatrixActor(description: "patient", user: "Patient/a", patients: ["a"]),
    MatrixActor(
      description: "patient, patient/*.cruds", user: "Patient/a", scope: "openid patient/*.cruds", patients: ["a"],
      limit: "a"),
    MatrixActor(
      description: "patient, patient/*.read", user: "Patient/a", scope: "patient/*.read", patient: "a",
      patients: ["a"], letters: "rs", limit: "a"),
    MatrixActor(
      description: "patient, patient/*.write", user: "Patient/a", scope: "patient/*.write", patient: "a",
      patients: ["a"], letters: "cud", limit: "a"),
    MatrixActor(
      description: "patient, login scopes only", user: "Patient/a", scope: "openid fhirUser offline_access",
      patients: ["a"], letters: ""),
    MatrixActor(
      description: "patient, a refined scope", user: "Patient/a", scope: "patient/Communication.rs?category=x",
      patients: ["a"], letters: ""),
    MatrixActor(
      description: "patient, system/*.cruds", user: "Patient/a", scope: "system/*.cruds", patients: ["a"], letters: ""),
    MatrixActor(
      description: "patient, Task only", user: "Patient/a", scope: "patient/Task.rus", patient: "a", patients: ["a"],
      letters: "rus", types: ["Task"], limit: "a"),
    MatrixActor(description: "other patient", user: "Patient/b", patients: ["b"]),
    MatrixActor(
      description: "other patient, launched for a stranger", user: "Patient/b", scope: "patient/*.cruds", patient: "a",
      patients: ["b"], limit: "a"),
  ]

  private static let proxies: [MatrixActor] = [
    MatrixActor(description: "proxy", user: "RelatedPerson/mum", patients: ["a"]),
    MatrixActor(
      description: "proxy, patient/*.cruds", user: "RelatedPerson/mum", scope: "patient/*.cruds", patient: "a",
      patients: ["a"], limit: "a"),
  ]

  private static let practitioners: [MatrixActor] = [
    MatrixActor(description: "practitioner", user: "Practitioner/lee", patients: ["a"]),
    MatrixActor(
      description: "practitioner, user/Communication.r", user: "Practitioner/lee", scope: "user/Communication.r",
      patients: ["a"], letters: "r", types: ["Communication"]),
    MatrixActor(
      description: "practitioner, user/AuditEvent.rs", user: "Practitioner/lee", scope: "user/AuditEvent.rs",
      patients: ["a"], letters: "rs", types: ["AuditEvent"]),
    MatrixActor(description: "other practitioner", user: "Practitioner/kim", patients: ["b"]),
    MatrixActor(description: "practitioner of both", user: "Practitioner/joy", patients: ["a", "b"]),
    MatrixActor(
      description: "practitioner of both, user/*.cruds", user: "Practitioner/joy", scope: "user/*.cruds",
      patients: ["a", "b"]),
    MatrixActor(
      description: "practitioner of both, launched for a", user: "Practitioner/joy", scope: "launch patient/*.cruds",
      patient: "a", patients: ["a", "b"], limit: "a"),
    MatrixActor(
      description: "practitioner of both, launched for nobody", user: "Practitioner/joy", scope: "patient/*.cruds",
      patients: ["a", "b"], letters: ""),
    MatrixActor(
      description: "practitioner of both, launched for a, user/Task.rs", user: "Practitioner/joy",
      scope: "patient/*.r user/Task.rs", patient: "a", patients: ["a", "b"], letters: "r", limit: "a",
      more: ["Task": "rs"]),
  ]

  private static let auditors: [MatrixActor] = [
    MatrixActor(description: "auditor", kind: .auditor, user: "Person/audit"),
    MatrixActor(
      description: "auditor, user/AuditEvent.rs", kind: .auditor, user: "Person/audit", scope: "user/AuditEvent.rs",
      letters: "rs", types: ["AuditEvent"]),
    MatrixActor(
      description: "auditor, user/*.cruds", kind: .auditor, user: "Person/audit", scope: "user/*.cruds"),
    MatrixActor(description: "administrator", kind: .administrator, user: "Device/admin", patients: ["a", "b"]),
  ]

  private static let backends: [MatrixActor] =
    [
      ("system/*.cruds", "cruds", nil), ("system/*.c", "c", nil), ("system/*.r", "r", nil), ("system/*.u", "u", nil),
      ("system/*.d", "d", nil), ("system/*.s", "s", nil), ("system/*.read", "rs", nil),
      ("system/Communication.cruds", "cruds", "Communication"), ("system/CareTeam.cu", "cu", "CareTeam"),
      ("user/*.cruds", "", nil), ("patient/*.cruds", "", nil),
    ].map { (scope: String, letters: String, type: String?) in
      MatrixActor(
        description: "backend, \(scope)", kind: .backend, user: "Device/robot", scope: scope, patient: "a",
        patients: ["a", "b"], letters: letters, types: type.map { [$0] })
    }

  private static let refused: [MatrixActor] = [
    ("no token", nil), ("an empty token", "Bearer "), ("expired", "Bearer expired"), ("revoked", "Bearer revoked"),
    ("disabled user", "Bearer disabled"), ("tampered", "Bearer token-Patient/b"), ("basic", "Basic YTpi"),
    ("token in another case", "Bearer TOKEN-0"), ("alg none", "Bearer " + MatrixToken.algorithmNone),
    ("wrong audience", "Bearer " + MatrixToken.otherAudience), ("hash of a token", "Bearer " + MatrixToken.hash),
  ].map { name, value in
    MatrixActor(description: name, kind: .nobody, user: "Patient/a", authorization: .some(value))
  }
}
