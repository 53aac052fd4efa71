import CareTeamCore

/// How accounts are shown.
enum AccountPresentation {
  /// TSV's frozen columns.
  static let tsvColumns = ["name", "user", "server", "dialect", "inUse"]

  /// Who is logged in; for whom, when that is somebody else.
  static func person(_ account: Account) -> String {
    let name = account.userName ?? account.user.description
    guard account.isProxy, let patient = account.patient else { return name }
    return "\(name) for \(patient)"
  }

  /// A list of accounts.
  static func list(_ accounts: [Account], inUse: String) -> Presentation {
    var presentation = Presentation(schema: "careteam.account/1")
    presentation.items = accounts.map { account in
      [
        "name": .string(account.name), "server": .string(account.server),
        "user": .string(account.user.description), "userName": JSON(account.userName),
        "patient": JSON(account.patient?.description), "dialect": .string(account.dialect),
        "proxy": .bool(account.isProxy), "inUse": .bool(account.name == inUse),
      ]
    }
    presentation.columns = [
      .init(title: "NAME", field: "name"), .init(title: "USER", field: "userName", isFlexible: true),
      .init(title: "SERVER", field: "server", isFlexible: true), .init(title: "USE", field: "inUse"),
    ]
    presentation.rows = accounts.map { account in
      [
        account.name, person(account), account.server,
        account.name == inUse ? "in use" : "",
      ]
    }
    presentation.tsv = (
      tsvColumns,
      accounts.map { account in
        [
          account.name, account.user.description, account.server, account.dialect, String(account.name == inUse),
        ]
      }
    )
    return presentation
  }
}
