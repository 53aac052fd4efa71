package import CareTeamCore
import GRDB

extension MailboxStore {
  /// Whose mailbox this is; nil before the first login. In a sealed mailbox it has no name, so that no key is needed.
  package func account() throws(StoreError) -> Account? {
    try read { try $0.account() }
  }

  /// Notes whose mailbox this is, and the user's name among the people.
  ///
  /// - Parameter account: without a name, the one that is known stays.
  package func save(_ account: Account) throws(StoreError) {
    try write(needsKey: account.userName != nil) { try $0.save(account) }
  }

  /// The user's name; nil when none is known.
  package func userName() throws(StoreError) -> String? {
    try read { transaction in
      try transaction.row("SELECT user_name FROM meta").flatMap { try transaction.opened($0[0], .userName, of: 1) }
    }
  }
}

extension Transaction {
  /// Whose mailbox this is; nil before the first login.
  func account() throws -> Account? {
    let row = try row("SELECT account, server, user, user_name, patient, dialect, token_file FROM meta")
    guard let row, let name = row[0] as String?, let user = row.reference(2) else { return nil }
    let userName = try sealNote() == nil ? try opened(row[3], .userName, of: 1) : nil
    return Account(
      name: name, server: row[1], user: user, userName: userName, patient: row.reference(4), dialect: row[5],
      tokenPlace: SecretPlace(stored: row[6]))
  }

  /// Notes whose mailbox this is; see `MailboxStore.save`.
  func save(_ account: Account) throws {
    try run(
      """
      UPDATE meta SET account = ?, server = ?, user = ?, user_name = ifnull(?, user_name), patient = ?, dialect = ?,
        token_file = ?
      """,
      [
        account.name, account.server, account.user.description, stored(account.userName, .userName, of: 1),
        account.patient?.description, account.dialect, account.tokenPlace.text,
      ])
    _ = try person(account.user, name: account.userName)
    hasChangedAccount = true
  }
}
