import CareTeamCore
import CareTeamMailbox

/// Who is logged in: as the options say, else as the server does.
struct LoginIdentity {
  let login: Login
  let user: String?
  let patient: String?

  /// Finds it out.
  func identity(claims: JSON?, by deadline: Deadline) async throws(CareTeamError) -> Login.Identity {
    let about = patient.map { Reference($0) ?? Reference(type: "Patient", id: $0) }
    if let user {
      guard let reference = Reference(user) else {
        throw CareTeamError(.usage, "‘\(user)’ names nobody; give a type and an id, such as Patient/123")
      }
      return Login.Identity(
        user: reference, name: nil, patient: about ?? (reference.type == "Patient" ? reference : nil))
    }
    var identity = try await login.identity(claims: claims, by: deadline)
    // The patient that was chosen at the login is in the answer with the token (SMART App Launch 2.2 §7.3), and may be
    // another than the one who logged in.
    if let chosen = about ?? claims?["patient"]?.string.map({ Reference($0) ?? Reference(type: "Patient", id: $0) }) {
      identity.patient = chosen
    }
    return identity
  }
}
