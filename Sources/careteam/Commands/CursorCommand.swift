import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam cursor`.
struct CursorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cursor", _superCommandName: "careteam",
    abstract: "See and move the places where consumers of events stand",
    subcommands: [CursorList.self, CursorShow.self, CursorCommit.self, CursorRemove.self],
    defaultSubcommand: CursorList.self)
}

/// `careteam cursor list`.
struct CursorList: SessionCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the cursors")

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .cursor }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let store = try session.store()
    let cursors = try stored { () throws(StoreError) in try store.cursors() }
    var presentation = CursorPresentation.list(cursors)
    if cursors.isEmpty { presentation.remarks = ["there are no cursors; ‘careteam watch --cursor NAME’ begins one"] }
    return CommandResult(presentation)
  }
}

/// `careteam cursor show`.
struct CursorShow: SessionCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a cursor")

  @Argument(help: "The cursor.", completion: .custom(Completion.cursors))
  var name: String

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .cursor }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let store = try session.store()
    let cursors = try stored { () throws(StoreError) in try store.cursors() }.filter { $0.name == name }
    guard !cursors.isEmpty else {
      throw CareTeamError(.notFound, "there is no cursor ‘\(name)’; see ‘careteam cursor list’")
    }
    return CommandResult(CursorPresentation.list(cursors))
  }
}

/// `careteam cursor commit`.
struct CursorCommit: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "commit", abstract: "Say that all up to an event's cursor is done")

  @Argument(help: "The cursor's name.", completion: .custom(Completion.cursors))
  var name: String

  @Argument(help: "The cursor of the last event that is done, as it was printed.")
  var cursor: String

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .cursor }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let store = try session.store()
    guard let place = Cursor(cursor) else {
      throw CareTeamError(.badInput, "‘\(cursor)’ is no cursor; give it as an event has it")
    }
    try check(place, in: store, session)
    guard try stored({ () throws(StoreError) in try store.cursor(named: name) }) != nil else {
      throw CareTeamError(
        .notFound,
        "there is no cursor ‘\(name)’; see ‘careteam cursor list’, or begin one with ‘careteam watch --cursor’")
    }
    try stored { () throws(StoreError) in try store.setCursor(named: name, position: place.position, at: session.now())
    }
    let cursors = try stored { () throws(StoreError) in try store.cursors() }.filter { $0.name == name }
    return CommandResult(CursorPresentation.list(cursors))
  }

  /// Refuses the cursor of another mailbox, and one that this mailbox has not come to.
  private func check(_ place: Cursor, in store: MailboxStore, _ session: Session) throws(CareTeamError) {
    guard place.mailbox == store.identity else {
      throw CareTeamError(
        .cursorMismatch,
        "the cursor is of another mailbox than this one (\(try session.accountName())); check the account")
    }
    let newest = Cursor(
      mailbox: store.identity, position: try stored { () throws(StoreError) in try store.lastEventPosition() })
    guard place.position <= newest.position else {
      throw CareTeamError(
        .cursorMismatch, "the cursor is beyond the newest event, whose own is \(newest); give it as an event has it")
    }
  }
}

/// `careteam cursor rm`.
struct CursorRemove: SessionCommand {
  static let configuration = CommandConfiguration(commandName: "rm", abstract: "Remove a cursor")

  @Argument(help: "The cursor.", completion: .custom(Completion.cursors))
  var name: String

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .cursor }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let store = try session.store()
    let cursors = try stored { () throws(StoreError) in try store.cursors() }.filter { $0.name == name }
    guard !cursors.isEmpty else {
      throw CareTeamError(.notFound, "there is no cursor ‘\(name)’; see ‘careteam cursor list’")
    }
    _ = try stored { () throws(StoreError) in try store.removeCursor(named: name) }
    var presentation = CursorPresentation.list(cursors)
    presentation.text = [.line("Removed the cursor ‘\(name)’.")]
    return CommandResult(presentation)
  }
}
