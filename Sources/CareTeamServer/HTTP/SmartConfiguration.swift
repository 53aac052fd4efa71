import CareTeamCore
import HTTPTypes
import Hummingbird

/// What SMART discovery finds (SMART App Launch 2.2 §4): only what is really there.
struct SmartConfiguration {
  let origin: String

  var response: Response {
    let document: JSON = [
      "issuer": .string(origin), "userinfo_endpoint": .string(origin + "/auth/userinfo"),
      "grant_types_supported": [], "capabilities": ["permission-patient", "permission-user"],
    ]
    var response = Response(fhir: document.text())
    response.headers[.contentType] = "application/json"
    return response
  }
}
