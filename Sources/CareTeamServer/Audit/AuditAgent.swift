import CareTeamCore

/// Who did something: the user, by which client, from where.
package struct AuditAgent: Sendable, Equatable {
  /// The `fhirUser`; nil for someone who is not logged in.
  package var user: String?
  /// The id of the client that the token was given to.
  package var client: String?
  /// Where the request came from.
  package var origin: RequestOrigin

  /// An agent.
  package init(user: String?, client: String? = nil, origin: RequestOrigin = RequestOrigin()) {
    self.user = user
    self.client = client
    self.origin = origin
  }

  /// AuditEvent.agent: the user, and the program when something is known of it (DICOM 110150, Application).
  var agents: [JSON] {
    var person: JSON = [
      "who": user.map { ["reference": .string($0)] } ?? ["display": "not logged in"], "requestor": true,
    ]
    if let address = origin.address { person["network"] = ["address": .string(address), "type": "2"] }
    guard client != nil || origin.userAgent != nil else { return [person] }
    var program: JSON = [
      "type": ["coding": [["system": "http://dicom.nema.org/resources/ontology/DCM", "code": "110150"]]],
      "requestor": false,
    ]
    if let client { program["altId"] = .string(client) }
    if let userAgent = origin.userAgent { program["name"] = .string(userAgent) }
    return [person, program]
  }
}
