import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore
@preconcurrency import Glibc

/// `careteam logout`.
struct Logout: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "logout", _superCommandName: "careteam",
    abstract: "Forget the login; with --wipe, remove the mailbox",
    discussion: "Without --wipe the messages stay readable here, and a new login goes on with them.")

  @Flag(help: "Remove the mailbox, the drafts and the attachments from this machine.")
  var wipe = false

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .logout }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let name = try session.accountName()
    let store: MailboxStore
    do throws(CareTeamError) { store = try session.store() } catch {
      guard wipe, error.code == .mailboxDamaged else { throw error }
      session.remark("the mailbox is damaged: what it had that was not sent is removed, too")
      destroyKey(of: name, session)
      try remove(session.folder(of: name))
      return CommandResult(said("Removed the mailbox of ‘\(name)’."))
    }
    let totals = try stored { () throws(StoreError) in try store.totals() }
    if var account = try stored({ () throws(StoreError) in try store.account() }) {
      if account.tokenPlace.isOwn(of: name, in: session) {
        let secrets = try SecretStore(account.tokenPlace, account: name, in: session)
        do throws(CareTeamError) { try secrets.remove(.token) } catch {
          guard wipe else { throw error }
          session.remark("the login is still in \(account.tokenPlace.words): \(error.message)")
        }
        if !secrets.isErasable { session.remark("[secrets] has no ‘erase’: the login is still kept there; remove it") }
      } else {
        account.tokenPlace = SecretFile.place(of: name, in: session.environment)
      }
      try stored { () throws(StoreError) in try store.save(account) }
    }
    guard wipe else { return CommandResult(said("Logged out of ‘\(name)’; its messages stay readable here.")) }
    if totals.queued > 0 { session.remark("\(totals.queued) messages that were not sent are removed, too") }
    destroyKey(of: name, session)
    try remove(session.folder(of: name))
    return CommandResult(said("Removed the mailbox of ‘\(name)’."))
  }

  /// The key goes first: if the rest is cut off, nobody can read what is left.
  private func destroyKey(of name: String, _ session: Session) {
    guard let place = MailboxStore.keyPlace(in: session.folder(of: name)) else { return }
    do throws(CareTeamError) { try MailboxSealing(session: session, account: name).destroyKey(at: place) } catch {
      session.remark("the mailbox's key could not be removed from \(place.words): \(error.message)")
    }
  }

  private func said(_ text: String) -> Presentation {
    var presentation = Presentation(schema: "careteam.logout/1")
    presentation.members = [("wiped", .bool(wipe))]
    presentation.text = [.line(text)]
    return presentation
  }

  /// Removes a folder and what is in it, without following links.
  private func remove(_ path: String) throws(CareTeamError) {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return }
    if facts.st_mode & S_IFMT == S_IFDIR, let folder = opendir(path) {
      defer { closedir(folder) }
      while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != ".", name != ".." { try remove("\(path)/\(name)") }
      }
    }
    guard Glibc.remove(path) == 0 else {
      throw CareTeamError(.io, "cannot remove \(path): \(String(cString: strerror(errno)))")
    }
  }
}
