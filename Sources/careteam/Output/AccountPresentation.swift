import CareTeamCore

/// How accounts are shown.
enum AccountPresentation {
  /// TSV's frozen columns.
  static let tsvColumns = ["name", "user", "server", "dialect", "inUse"]

  /// A list of accounts.
  static func list(_ accounts: [Account], inUse: String) -> Presentation {
    var presentation = Presentation(schema: "careteam.account/1")
    presentation.items = accounts.map { account in
      [
        "name": .string(account.name), "server": .string(account.server),
        "user": .string(account.user.description), "userName": JSON(account.userName),
        "patient": JSON(account.patient?.description), "dialect": .string(account.dialect),
        "inUse": .bool(account.name == inUse),
      ]
    }
    presentation.columns = [
      .init(title: "NAME", field: "name"), .init(title: "USER", field: "userName", isFlexible: true),
      .init(title: "SERVER", field: "server", isFlexible: true), .init(title: "USE", field: "inUse"),
    ]
    presentation.rows = accounts.map { account in
      [
        account.name, account.userName ?? account.user.description, account.server,
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
