import CareTeamCore
import CareTeamNetwork

extension DoctorCheck {
  /// What the login of an account may do; nil where that is not known.
  init?(scopesOf account: String, _ dialect: Dialect, in session: Session) {
    guard let note = LoginNote(of: account, in: session), let granted = note.granted else { return nil }
    let lost = ScopedAction.allCases.filter { !$0.missing(in: granted, dialect).isEmpty }
    guard !lost.isEmpty else {
      self.init("scopes", .ok, granted.text)
      return
    }
    let scopes = lost.flatMap { $0.missing(in: granted, dialect) }.joined(separator: " ")
    self.init(
      "scopes", .warning, "not granted: \(scopes); the login may not \(lost.map(\.words).joined(separator: ", or "))",
      fix: "careteam login")
  }
}
