package import CareTeamCore
package import CareTeamStore

/// An account's mailbox with its server: the use cases, one file a topic.
package struct Mailbox: Sendable {
  /// What is kept here.
  package let store: MailboxStore
  /// Whose it is.
  package let account: Account
  /// How the server keeps conversations.
  package let dialect: Dialect
  /// The way to the server.
  package let transport: any Transport
  /// The time, as a value the caller provides.
  package let now: @Sendable () -> Instant
  /// Told of what was sent, for the log.
  package let log: @Sendable (Activity) -> Void

  /// A mailbox of an account that has logged in.
  package init(
    store: MailboxStore, account: Account, dialect: Dialect, transport: any Transport,
    now: @escaping @Sendable () -> Instant, log: @escaping @Sendable (Activity) -> Void = { _ in }
  ) {
    self.store = store
    self.account = account
    self.dialect = dialect
    self.transport = transport
    self.now = now
    self.log = log
  }

  /// The account's user as a participant.
  package var user: Participant {
    let name = account.userName ?? (try? store.userName()).flatMap { $0 }
    return Participant(reference: account.user, name: name, isSelf: true)
  }
}
