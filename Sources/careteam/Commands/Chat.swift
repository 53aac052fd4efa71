import ArgumentParser
import CareTeamCore
import CareTeamMailbox

/// `careteam chat`.
struct Chat: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "chat", _superCommandName: "careteam",
    abstract: "Talk in a conversation: its messages, those that arrive, and a line to type in",
    discussion: """
      What is shown is marked as read, and the care team can see that. Each message is stored before it is sent, and \
      waits in the outbox when the server is out of reach. For true emergencies call your emergency number.
      """)

  static let formats: [OutputFormat] = [.table]

  @Argument(help: "The conversation, or a message in it.", completion: .custom(Completion.conversations))
  var id: String

  @Option(help: ArgumentHelp("How many messages are shown at first, and by ‘/older’.", valueName: "n"))
  var last = 10

  @Flag(help: "Do not mark anything as read.")
  var peek = false

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  func validate() throws {
    guard last > 0 else { throw ValidationError("--last takes a number from 1.") }
  }

  var prints: OutputSchema? { nil }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    guard session.terminal.isInputTerminal, session.terminal.isOutputTerminal, !session.noInput, !global.isJSON else {
      throw CareTeamError(
        .usage, "chat is for a person at a terminal; for anything else there are ‘read’, ‘watch’ and ‘reply’")
    }
    let mailbox = try session.mailbox()
    _ = try ReplyTarget(id, in: mailbox.store)
    _ = try await session.freshen(mailbox)
    let target = try ReplyTarget(id, in: mailbox.store)
    var talk = try Talk(session, mailbox, target.conversation, peek: peek, count: last)
    return try await talk.run()
  }
}
