import CareTeamCore
import CareTeamMailbox

/// A mailbox that a digest is of, brought up to date as far as its server could be reached.
struct DigestSource: Sendable {
  let mailbox: Mailbox
  let isStale: Bool

  /// The mailboxes of a digest: the account in use, or every one.
  static func open(_ session: Session, allAccounts: Bool) async throws(CareTeamError) -> [DigestSource] {
    let names = allAccounts ? AccountFolders(session: session).names : []
    var sources: [DigestSource] = []
    for session in names.isEmpty ? [session] : names.map(session.session) {
      let mailbox = try session.mailbox()
      let freshness = try await session.freshen(mailbox)
      sources.append(DigestSource(mailbox: mailbox, isStale: freshness.isStale))
    }
    return sources
  }
}
