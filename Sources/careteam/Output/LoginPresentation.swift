import CareTeamCore
import CareTeamNetwork

/// How a login is shown.
enum LoginPresentation {
  /// Who is logged in now, and what the login may not do.
  static func loggedIn(_ account: Account, _ note: LoginNote) -> Presentation {
    var presentation = AccountPresentation.list([account], inUse: account.name)
    presentation.schema = "careteam.login/1"
    presentation.members = [("scope", JSON(note.scope)), ("missingScopes", .array(note.missing.map(JSON.string)))]
    presentation.text = [
      .line("Logged in as \(AccountPresentation.person(account)) at \(account.server), account ‘\(account.name)’."),
      .line("The login is kept in \(account.tokenPlace.words)."),
    ]
    if let granted = note.granted, let dialect = Dialect(named: account.dialect) {
      let lost = ScopedAction.allCases.filter { !$0.missing(in: granted, dialect).isEmpty }
      let scopes = lost.flatMap { $0.missing(in: granted, dialect) }.joined(separator: " ")
      if !lost.isEmpty {
        presentation.remarks.append(
          "this login may not \(lost.map(\.words).joined(separator: ", or ")): it was not granted \(scopes)")
      }
    }
    presentation.remarks.append("for true emergencies call your emergency number; messages may be read hours later")
    return presentation
  }
}
