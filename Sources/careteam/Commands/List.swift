import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam list`.
struct List: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", _superCommandName: "careteam",
    abstract: "List conversations, the one with the newest activity first")

  @Flag(name: [.customShort("u"), .long], help: "Only conversations with unread messages.")
  var unread = false

  @Option(help: "Only conversations of this status: active, completed or needs-attention.")
  var status: ConversationStatus?

  @Option(help: "Only conversations of this priority: routine, urgent or high.")
  var priority: Priority?

  @Option(help: "Only conversations of this type, such as test-result.")
  var type: MessageType?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only conversations with someone whose name contains this.", valueName: "who"))
  var with: String?

  @Flag(help: "Only conversations in which someone owes an answer.")
  var waiting = false

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Only activity since a time, or a duration ago.", valueName: "time"),
    transform: TimeArgument.read)
  var since: TimeArgument?

  @Option(
    name: [.customShort("n", allowingJoined: true), .customLong("limit")], parsing: .unconditional,
    help: ArgumentHelp("How many to show at most. (default: 50)", valueName: "n"))
  var limit: Int?

  @Flag(help: "Show all of them.")
  var all = false

  @Flag(name: .customShort("e"), help: "Exit with 1 if there is nothing to show.")
  var exitStatus = false

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  func validate() throws {
    guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("-n takes a number from 1; use --all for all.") }
    guard limit == nil || !all else { throw ValidationError("-n and --all exclude each other.") }
    guard with.map({ !$0.allSatisfy(\.isWhitespace) }) ?? true else {
      throw ValidationError("--with takes a name or a part of one.")
    }
  }

  var prints: OutputSchema? { .list }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let mailbox = try session.mailbox()
    let freshness = try await session.freshen(mailbox)
    let (found, position) = try stored { () throws(StoreError) in
      (try mailbox.store.conversations(query(at: session.now())), try mailbox.store.lastEventPosition())
    }
    let items = most.map { Array(found.prefix($0)) } ?? found
    let hasMore = items.count < found.count
    var presentation = ConversationPresentation.list(items, now: session.now())
    presentation.members =
      [("account", .string(mailbox.account.name))] + freshness.members
      + [
        ("cursor", .string(Cursor(mailbox: mailbox.store.identity, position: position).description)),
        ("more", .bool(hasMore)),
      ]
    if items.isEmpty { presentation.remarks = ["nothing to show"] }
    if hasMore, limit == nil {
      presentation.remarks = ["there are more than these \(items.count); ‘--all’ shows all of them"]
    }
    return CommandResult(presentation, status: exitStatus && items.isEmpty ? 1 : 0)
  }

  /// How many are shown; nil for all.
  private var most: Int? { all ? nil : limit ?? 50 }

  private func query(at now: Instant) -> ConversationQuery {
    var query = ConversationQuery()
    query.unreadOnly = unread
    query.status = status
    query.priority = priority
    query.type = type
    query.with = with
    query.waitingOnly = waiting
    query.since = since?.instant(at: now)
    // One more than is shown tells whether there are more.
    query.limit = most.map { $0 == .max ? $0 : $0 + 1 }
    return query
  }
}

extension ConversationStatus: ExpressibleByArgument {}
extension Priority: ExpressibleByArgument {}
extension MessageType: ExpressibleByArgument {}

/// A moment as it is typed: a date, an RFC 3339 time, or how long ago (`24h`).
struct TimeArgument: ExpressibleByArgument, Sendable {
  private enum Value {
    case at(Instant)
    case ago(Int64)
  }

  private let value: Value

  init?(argument: String) {
    if let seconds = try? DurationText(argument).seconds {
      value = .ago(seconds)
    } else if let instant = Instant(fhir: argument) {
      value = .at(instant)
    } else {
      return nil
    }
  }

  /// Reads the text of an option, and says what it takes when it is something else.
  @Sendable static func read(_ text: String) throws -> TimeArgument {
    guard let time = TimeArgument(argument: text) else {
      throw ValidationError("write a duration such as 24h, a date such as 2026-11-23, or a time with its zone")
    }
    return time
  }

  /// The moment, seen from now.
  func instant(at now: Instant) -> Instant {
    switch value {
    case .at(let instant): instant
    case .ago(let seconds): now.adding(seconds: -seconds)
    }
  }
}
