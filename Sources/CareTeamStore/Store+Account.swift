package import CareTeamCore
import GRDB

extension MailboxStore {
  /// Whose mailbox this is; nil before the first login.
  package func account() throws(StoreError) -> Account? {
    try read { try $0.account() }
  }

  /// Notes whose mailbox this is, and the user's name among the people.
  package func save(_ account: Account) throws(StoreError) {
    try write { try $0.save(account) }
  }
}

extension Transaction {
  /// Whose mailbox this is; nil before the first login.
  func account() throws -> Account? {
    let row = try row("SELECT account, server, user, user_name, patient, dialect, token_file FROM meta")
    guard let row, let name = row[0] as String?, let user = row.reference(2) else { return nil }
    return Account(
      name: name, server: row[1], user: user, userName: row[3], patient: row.reference(4), dialect: row[5],
      tokenPlace: SecretPlace(stored: row[6]))
  }

  /// Notes whose mailbox this is; see `MailboxStore.save`.
  func save(_ account: Account) throws {
    try run(
      """
      UPDATE meta SET account = ?, server = ?, user = ?, user_name = ?, patient = ?, dialect = ?, token_file = ?
      """,
      [
        account.name, account.server, account.user.description, account.userName, account.patient?.description,
        account.dialect, account.tokenPlace.text,
      ])
    _ = try person(account.user, name: account.userName)
    hasChangedAccount = true
  }
}
