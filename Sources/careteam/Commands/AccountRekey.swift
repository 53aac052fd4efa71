import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam account rekey`.
struct AccountRekey: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "rekey", abstract: "Seal the mailbox with a new key",
    discussion: """
      The messages, names, drafts and files are sealed anew; as long as that takes both keys are kept. A mailbox that is \
      not sealed is sealed from then on. Copies of the mailbox that were made before need the old key, which is forgotten.
      """)

  @Option(help: "Where the key is kept from now on: keyring, file or command.")
  var secrets: SecretChoice?

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .rekey }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let name = try session.accountName()
    let store = try session.store()
    let sealing = MailboxSealing(session: session, account: name)
    let wanted = secrets?.place(of: name, in: session.environment)
    if let note = try stored({ () throws(StoreError) in try store.sealNote() }) {
      if let wanted { try sealing.move(store, from: note, to: wanted) }
      let now = try stored { () throws(StoreError) in try store.sealNote() } ?? note
      try sealing.rekey(store, from: now)
    } else {
      try sealing.seal(store, at: wanted ?? SecretFile.place(of: name, in: session.environment))
    }
    return CommandResult(try presentation(name, store, session))
  }

  private func presentation(
    _ name: String, _ store: MailboxStore, _ session: Session
  ) throws(CareTeamError) -> Presentation {
    let (note, isLeft) = try stored { () throws(StoreError) in (try store.sealNote(), try store.hasResidue()) }
    let place = note?.place.keyWords(of: name, in: session) ?? ""
    var presentation = Presentation(schema: "careteam.rekey/1")
    presentation.members = [("account", .string(name)), ("keyPlace", .string(place))]
    presentation.text = [.line("The mailbox of ‘\(name)’ is sealed with a new key, which is kept in \(place).")]
    if isLeft {
      presentation.remarks.append("another careteam is reading the mailbox; what was there before is removed next time")
    }
    for file in MailboxStore.setAside(in: store.directory) {
      presentation.remarks.append("\(file), a damaged mailbox that was set aside, is as it was; remove it if you can")
    }
    return presentation
  }
}
