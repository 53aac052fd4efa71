import CareTeamCore
import CareTeamNetwork

/// What a login was granted, beside its mailbox and not with its secrets: so that a command knows what it cannot do
/// without a keyring being asked each time.
struct LoginNote: Equatable {
  /// What was granted; nil where a token came without saying so.
  let scope: String?
  /// What was asked for.
  let asked: String?

  /// The note of a token as it is kept.
  init(_ claims: JSON?) {
    scope = claims?["scope"]?.string
    asked = claims?["asked_scope"]?.string
  }

  /// The note of an account; nil when there is none.
  init?(of account: String, in session: Session) {
    guard let bytes = PrivateFile.read(Self.path(account, session)), let json = try? JSON(parsing: bytes) else {
      return nil
    }
    self.init(json)
  }

  /// What may be done; nil when that is not known, and the server will say.
  var granted: GrantedScopes? { scope.map(GrantedScopes.init) }

  /// The scopes that were asked for and not given.
  var missing: [String] { asked.flatMap { granted?.missing(of: $0) } ?? [] }

  /// Keeps it in place of the one before.
  func keep(for account: String, in session: Session) throws(CareTeamError) {
    let json: JSON = ["scope": JSON(scope), "asked_scope": JSON(asked)]
    try PrivateFile.write(json.bytes(), to: Self.path(account, session))
  }

  private static func path(_ account: String, _ session: Session) -> String {
    "\(session.folder(of: account))/login.json"
  }
}
