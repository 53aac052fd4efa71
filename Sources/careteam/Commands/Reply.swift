import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam reply`.
struct Reply: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "reply", _superCommandName: "careteam",
    abstract: "Answer in a conversation",
    discussion: """
      The message is stored before anything is sent. If the server cannot be reached, the exit status is 8: the message \
      is safe in the outbox, and the next ‘careteam sync’ or ‘careteam watch’ sends it, once. Do not send it again.
      For true emergencies call your emergency number.
      """)

  @Argument(help: "The conversation, or a message in it.", completion: .custom(Completion.conversations))
  var id: String

  @OptionGroup(title: "The message") var body: BodyOptions
  @OptionGroup(title: "Sending") var sending: SendingOptions
  @OptionGroup(title: "Sending") var patient: AboutOption

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  static let single = SendingOptions.single

  var prints: OutputSchema? { body.draft ? .draft : .send }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let mailbox = try session.mailbox()
    let target = try ReplyTarget(id, in: mailbox.store)
    try PatientCheck(mailbox: mailbox).check(target.conversation, about: patient.about)
    let dispatch = Dispatch(session: session, mailbox: mailbox, sending: sending)
    return try await dispatch.send(
      body.composed(in: session), as: .reply(to: target.conversation.handle), target: target)
  }
}

/// The conversation a reply goes to, and the message it answers.
struct ReplyTarget: Sendable {
  var conversation: Conversation
  var answered: Handle?

  /// Finds what a handle or id names.
  init(_ id: String, in store: MailboxStore) throws(CareTeamError) {
    (conversation, answered) = try stored { () throws(StoreError) in
      let handle = try store.resolve(id, as: [.conversation, .message])
      let message = handle.kind == .message ? try store.message(handle) : nil
      guard let conversation = try store.conversation(message?.conversation.handle ?? handle) else {
        throw .unknown(id)
      }
      return (conversation, message?.handle)
    }
  }
}
