import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore
@preconcurrency import Glibc

/// `careteam watch`.
struct WatchCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", _superCommandName: "careteam",
    abstract: "Print messages as they arrive, and what becomes of your own",
    discussion: """
      Nothing is marked as read. With --cursor the watch goes on where it stopped: the cursor moves when CMD has \
      finished with 0, or after printing with --commit-on-print, or with ‘careteam cursor commit’.
      """)

  @Option(
    help: ArgumentHelp("Go on where this cursor stands.", valueName: "name"), completion: .custom(Completion.cursors))
  var cursor: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Run this for each event, with the event as JSON on its standard input.", valueName: "cmd"))
  var exec: String?

  @Flag(help: "Move the cursor as soon as an event is printed.")
  var commitOnPrint = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Begin now, with all there is, or at a time or a duration ago.", valueName: "now|all|time"),
    transform: SinceArgument.read)
  var since: SinceArgument?

  @Flag(help: "Print what is new, and end.")
  var once = false

  @Option(parsing: .unconditional, help: ArgumentHelp("End after this many events.", valueName: "n"))
  var count: Int?

  @Option(
    name: .customLong("for"), parsing: .unconditional,
    help: ArgumentHelp("End after this long.", valueName: "duration"), transform: DurationArgument.read)
  var duration: DurationArgument?

  @Flag(help: "Notify the desktop or the terminal of each new message, without a word of it.")
  var notify = false

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  func validate() throws {
    guard count.map({ $0 > 0 }) ?? true else { throw ValidationError("--count takes a number from 1.") }
    guard cursor != nil || !commitOnPrint else { throw ValidationError("--commit-on-print goes with --cursor.") }
    guard exec == nil || !commitOnPrint else {
      throw ValidationError("--exec and --commit-on-print exclude each other.")
    }
    if let exec {
      guard let words = try? ShellWords.split(exec), !words.isEmpty else {
        throw ValidationError("--exec takes a command; its quotes must match.")
      }
    }
  }

  var prints: OutputSchema? { .watch }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    if !once { try session.requireNetwork(for: "watch") }
    let mailbox = try session.mailbox()
    let lock = try await session.lock(cursor, in: mailbox.store)
    defer { withExtendedLifetime(lock) {} }
    if try stored({ () throws(StoreError) in try mailbox.store.lastSync() }) == nil, !session.isOffline {
      // What was there before the first watch is no news.
      _ = try await mailbox.sync(by: session.deadline)
    }
    var plan = session.watchPlan(from: try start(in: mailbox.store, session))
    plan.once = once
    plan.count = count
    plan.duration = duration?.duration
    if once, session.options.timeout != nil { plan.deadline = session.deadline }
    let watch = Watch(mailbox, plan: plan, open: session.socketOpener(for: mailbox))
    let consumer = WatchConsumer(
      session: session, store: mailbox.store, cursor: cursor, exec: exec, commits: commitOnPrint,
      patience: once ? session.deadline : Deadline(nil), isStopping: { watch.isStopping },
      notifier: notify ? Notifier(session, for: mailbox.user) : nil)
    return try await follow(watch, consumer)
  }

  private func follow(_ watch: Watch, _ consumer: WatchConsumer) async throws(CareTeamError) -> CommandResult {
    let signals = Signals { watch.stop(.signal) }
    defer { signals.stop() }
    do throws(CareTeamError) {
      let end = try await watch.run { (item) throws(CareTeamError) in try await consumer.take(item) }
      let status = signals.received.map { 128 + $0 } ?? 0
      try consumer.bye(end, status: status)
      signals.raiseAgain()
      return CommandResult(status: status)
    } catch {
      await settle(error, watch)
      if watch.isStopping, [.busy, .handlerFailed].contains(error.code) {
        // The handler was not done when the watch was to end, or the signal was the handler's too: it gets the event again.
        let status = signals.received.map { 128 + $0 } ?? 0
        try consumer.bye(signals.received == nil ? .duration : .signal, status: status)
        signals.raiseAgain()
        return CommandResult(status: status)
      }
      if error.code == .loginNeeded { try consumer.bye(.login, status: error.code.exitStatus) }
      throw error
    }
  }

  /// A signal that ended the handler, such as a Ctrl-C on their terminal, comes to the watch as well, if a little later.
  private func settle(_ error: CareTeamError, _ watch: Watch) async {
    guard let status = error.handlerStatus, [SIGINT, SIGTERM, SIGHUP].contains(status - 128) else { return }
    for _ in 0..<20 where !watch.isStopping { try? await Task.sleep(for: .milliseconds(10)) }
  }

  /// The last event that is not told any more.
  private func start(in store: MailboxStore, _ session: Session) throws(CareTeamError) -> Int64 {
    let begins = try stored { () throws(StoreError) in
      switch since?.value {
      case .all: return Int64(0)
      case .at(let time): return try store.eventPosition(at: time.instant(at: session.now()))
      case .now, nil: return try store.lastEventPosition()
      }
    }
    guard let cursor else { return begins }
    let known = try stored { () throws(StoreError) in try store.cursor(named: cursor) }
    if let known {
      guard since == nil else {
        throw CareTeamError(
          .usage,
          "the cursor ‘\(cursor)’ stands already, and --since is for a new one; remove it with ‘careteam cursor rm’")
      }
      return known.cursor.position
    }
    try stored { () throws(StoreError) in try store.setCursor(named: cursor, position: begins, at: session.now()) }
    return begins
  }
}

/// Where a watch begins.
struct SinceArgument: ExpressibleByArgument, Sendable {
  enum Value: Sendable {
    case now
    case all
    case at(TimeArgument)
  }

  let value: Value

  /// Reads the text of an option, and says what it takes when it is something else.
  @Sendable static func read(_ text: String) throws -> SinceArgument {
    guard let since = SinceArgument(argument: text) else {
      throw ValidationError(
        "write now, all, a duration such as 24h, a date such as 2026-11-23, or a time with its zone")
    }
    return since
  }

  init?(argument: String) {
    switch argument {
    case "now": value = .now
    case "all": value = .all
    default:
      guard let time = TimeArgument(argument: argument) else { return nil }
      value = .at(time)
    }
  }
}
