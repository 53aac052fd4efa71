import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam status`.
struct Status: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", _superCommandName: "careteam",
    abstract: "Say how many messages are unread, waiting or not sent")

  static let tsvColumns = [
    "unreadCount", "unreadConversations", "needsAttention", "waitingOnMe", "queued", "failed", "syncedAt", "urgent",
  ]

  @Flag(name: .customShort("e"), help: "Exit with 1 if nothing is unread.")
  var exitStatus = false

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .status }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let mailbox = try session.mailbox()
    let freshness = try await session.freshen(mailbox)
    let totals = try stored { () throws(StoreError) in try mailbox.store.totals() }
    var presentation = Presentation(schema: "careteam.status/1")
    presentation.members = [("account", .string(mailbox.account.name))] + freshness.members + totals.members
    let values = totals.members.map { ($0.0, $0.1.int.map(String.init) ?? "") }
    presentation.columns = values.map { .init(title: $0.0, field: $0.0) }
    presentation.rows = [values.map(\.1)]
    // The columns that came later stand at the end.
    let synced = ("syncedAt", freshness.syncedAt?.rfc3339 ?? "")
    let columns = values.filter { $0.0 != "urgent" } + [synced] + values.filter { $0.0 == "urgent" }
    presentation.tsv = (columns.map(\.0), [columns.map(\.1)])
    presentation.text = Self.sentences(totals).map(Presentation.Paragraph.line)
    return CommandResult(presentation, status: exitStatus && totals.unreadCount == 0 ? 1 : 0)
  }

  private static func sentences(_ totals: MailboxTotals) -> [String] {
    var lines = [
      totals.unreadCount == 0
        ? "Nothing unread."
        : "\(totals.unreadCount) unread in \(count(totals.unreadConversations, "conversation"))."
    ]
    if totals.needsAttention > 0 {
      let urgent = totals.urgent > 0 ? ", \(totals.urgent) urgent" : ""
      lines.append(
        "\(count(totals.needsAttention, "conversation")) need\(totals.needsAttention == 1 ? "s" : "") attention\(urgent)."
      )
    }
    if totals.waitingOnMe > 0 {
      lines.append(
        "\(count(totals.waitingOnMe, "conversation")) wait\(totals.waitingOnMe == 1 ? "s" : "") for your answer.")
    }
    if totals.queued > 0 {
      lines.append(
        "\(count(totals.queued, "message")) wait\(totals.queued == 1 ? "s" : "") to be sent: ‘careteam sync’.")
    }
    if totals.failed > 0 {
      lines.append("\(count(totals.failed, "message")) could not be sent: ‘careteam outbox list’.")
    }
    return lines
  }

  private static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
}
