import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam attach`.
struct Attach: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach", _superCommandName: "careteam",
    abstract: "Send photographs, documents and other files into a conversation",
    discussion: """
      Photographs are sent without what they say of where, when, by whom and with what they were taken, unless with \
      --keep-metadata. Standard input is not read; for a text to go with the files use -m or -F.
      """)

  @Argument(help: "The conversation, or a message in it.", completion: .custom(Completion.conversations))
  var id: String

  @Argument(help: "The files.", completion: .file())
  var files: [String]

  @Option(
    name: [.customShort("m", allowingJoined: true), .long], parsing: .unconditional, help: "A text to go with them.")
  var message: String?

  @Option(
    name: [.customShort("F", allowingJoined: true), .long], parsing: .unconditional,
    help: "A file with that text, or - for standard input.",
    completion: .file())
  var file: String?

  @OptionGroup(title: "Files") var fileOptions: FileOptions

  @OptionGroup(title: "Sending") var sending: SendingOptions
  @OptionGroup(title: "Sending") var patient: AboutOption

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  func validate() throws {
    guard message == nil || file == nil else { throw ValidationError("-m and -F exclude each other.") }
  }

  static let single = SendingOptions.single

  var prints: OutputSchema? { .send }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let mailbox = try session.mailbox()
    let target = try ReplyTarget(id, in: mailbox.store)
    try PatientCheck(mailbox: mailbox).check(target.conversation, about: patient.about)
    let text: String
    if let file {
      text = try MessageText.read(file, in: session)
    } else {
      text = try MessageText.checked(message ?? "")
    }
    let body = ComposedBody(
      source: .given(text), files: files, rules: try session.fileRules(fileOptions), isDraft: false)
    let dispatch = Dispatch(session: session, mailbox: mailbox, sending: sending)
    return try await dispatch.send(body, as: .reply(to: target.conversation.handle), target: target)
  }
}
