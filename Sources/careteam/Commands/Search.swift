import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam search`.
struct Search: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", _superCommandName: "careteam",
    abstract: "Search messages by their words, newest first",
    discussion: """
      Searches what is stored on this machine: texts, subjects, names of files and of the care team. It never marks \
      anything as read.
      """)

  @Argument(help: ArgumentHelp("Words, \"phrases\" and conditions, all of which must hold.", valueName: "query"))
  var query: [String]

  @Option(
    name: [.customShort("n", allowingJoined: true), .customLong("limit")], parsing: .unconditional,
    help: ArgumentHelp("How many to show at most.", valueName: "n"))
  var limit = 50

  @Flag(name: .customShort("e"), help: "Exit with 1 if nothing is found.")
  var exitStatus = false

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  func validate() throws {
    guard limit > 0 else { throw ValidationError("-n takes a number from 1.") }
  }

  var prints: OutputSchema? { .search }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let typed = query.joined(separator: " ")
    let wanted = try Self.read(typed, at: session.now())
    let mailbox = try session.mailbox()
    let freshness = try await session.freshenIfAsked(mailbox)
    mailbox.store.tendIndex(of: Self.worthIndexing)
    let found = try stored { () throws(StoreError) in
      let named = try wanted.namingConversations { (text) throws(StoreError) in
        try mailbox.store.resolve(text, as: [.conversation])
      }
      return try mailbox.store.search(named, limit: limit)
    }
    var presentation = SearchPresentation.list(found.hits, now: session.now())
    presentation.members =
      [("account", .string(mailbox.account.name))] + freshness.members
      + [("query", .string(typed)), ("more", .bool(found.hasMore))]
    if found.hits.isEmpty { presentation.remarks = ["nothing was found"] }
    if found.hasMore { presentation.remarks = ["there are more than these \(limit); ‘-n’ shows more of them"] }
    return CommandResult(presentation, status: exitStatus && found.hits.isEmpty ? 1 : 0)
  }

  /// Fewer new messages than these are sooner looked through.
  private static let worthIndexing = 200

  private static func read(_ text: String, at now: Instant) throws(CareTeamError) -> SearchQuery {
    do throws(SearchMistake) {
      return try SearchSyntax.read(text, now: now, local: LocalTime { Clock.offset(at: $0) })
    } catch {
      throw CareTeamError(.usage, error.message)
    }
  }

  /// The arguments with the options first: in a query `-word` is a word that must not be there, and no option.
  static func arranged(_ arguments: [String]) -> [String] {
    var options: [String] = []
    var words: [String] = []
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      if argument == "--" {
        words += arguments[index...]
        break
      }
      guard argument.hasPrefix("--") || shortOptions.contains(argument) || CommandLineWords.valued.contains(argument)
      else {
        words.append(argument)
        continue
      }
      options.append(argument)
      if CommandLineWords.valued.contains(argument) || argument == "-n" || argument == "--limit",
        index < arguments.count
      {
        options.append(arguments[index])
        index += 1
      }
    }
    return words.isEmpty ? options : options + ["--"] + words
  }

  private static let shortOptions: Set<String> = ["-n", "-e", "-q", "-v", "-h"]
}
