import CareTeamCore
import CareTeamMailbox
import CareTeamStore
@preconcurrency import Glibc
import Synchronization

/// One conversation on a terminal: what happens comes in as events, one after the other, and is acted on here.
struct Talk {
  let session: Session
  let mailbox: Mailbox
  let screen: ChatScreen
  let terminal: ChatTerminal
  let events: AsyncStream<ChatEvent>
  let continuation: AsyncStream<ChatEvent>.Continuation
  /// Whether messages are only looked at.
  let isPeeking: Bool
  /// How many messages are shown at once.
  let count: Int
  /// Whether what is said on standard error comes to this terminal.
  let hearsErrors: Bool

  var conversation: Conversation
  var watch: Watch
  var watching: Task<Void, Never>?
  /// The last event that was told.
  var position: Int64
  var reader = KeyReader()
  var editor = LineEditor()
  /// What a terminal that only writes on has sent of a line.
  var partialLine: [UInt8] = []
  /// The draft that the line began as.
  var loaded: Draft?
  var shown: Set<Handle> = []
  /// The first message that was shown.
  var oldest: Handle?
  /// Whether the server is in touch; nil before that is known.
  var isUp: Bool?
  /// How often there was something to read, for the pause after it.
  var readings = 0
  var interrupts = 0
  /// Messages on their way.
  var deliveries: Set<Handle> = []
  /// The newest of these, which ends after those before it.
  var lastDelivery: Task<Void, Never>?
  /// How many commands are not done yet.
  var commands = 0
  /// Why it is over.
  var end: End?

  enum End {
    case quit
    case failed(CareTeamError)
  }

  init(_ session: Session, _ mailbox: Mailbox, _ conversation: Conversation, peek: Bool, count: Int)
    throws(CareTeamError)
  {
    let (events, continuation) = AsyncStream.makeStream(of: ChatEvent.self)
    self.session = session.forScreen
    self.mailbox = mailbox
    self.conversation = conversation
    (self.events, self.continuation) = (events, continuation)
    isPeeking = peek
    self.count = count
    screen = ChatScreen(session: session)
    terminal = ChatTerminal(screen) { continuation.yield($0.map { .typed($0) } ?? .hungUp) }
    hearsErrors = session.terminal.isErrorTerminal
    position = try stored { () throws(StoreError) in try mailbox.store.lastEventPosition() }
    watch = Watch(mailbox, plan: session.watchPlan(from: position), open: session.socketOpener(for: mailbox))
  }

  /// Talks until the person ends it, or a signal does.
  mutating func run() async throws(CareTeamError) -> CommandResult {
    let (continuation, terminal) = (continuation, terminal)
    let signals = Signals(
      others: screen.isPlain ? [] : [SIGWINCH, SIGTSTP, SIGCONT],
      onOther: { continuation.yield($0 == SIGWINCH ? .resized : $0 == SIGTSTP ? .stopped : .continued) },
      atOnce: { terminal.giveBack() }, { continuation.yield(.signalled) })
    defer { signals.stop() }
    if hearsErrors { StandardStreams.errorScreen.withLock { $0 = screen.remark } }
    terminal.open()
    do throws(CareTeamError) { try await begin() } catch { end = .failed(error) }
    startWatch()
    redraw()
    var coming = events.makeAsyncIterator()
    while end == nil, let event = await coming.next() {
      await take(event)
      if let failure = screen.failure { end = end ?? .failed(failure) }
    }
    let kept = keepLine()
    screen.close()
    if signals.received == nil { await finish(&coming) }
    watch.stop(.signal)
    watching?.cancel()
    terminal.close()
    StandardStreams.errorScreen.withLock { $0 = nil }
    for sentence in [kept].compactMap({ $0 }) + leftOver { session.remark(sentence) }
    signals.raiseAgain()
    if case .failed(let error) = end, screen.failure == nil { throw error }
    return CommandResult()
  }

  mutating func take(_ event: ChatEvent) async {
    switch event {
    case .typed(let bytes): await take(typed: bytes)
    case .quiet(let number): if number == readings { await take(reader.flush()) }
    case .hungUp, .signalled: end = .quit
    case .resized: screen.refresh(isNew: false)
    case .stopped: suspend()
    case .continued:
      terminal.goOnAfterStop()
      screen.refresh(isNew: true)
      redraw()
    case .told(let item): await take(item)
    case .watchEnded(let error): watchEnded(error)
    case .delivered(let result): take(result)
    case .done(let result):
      commands -= 1
      for failure in result.failures { screen.note(failure.message) }
      watch.look()
    case .failed(let error):
      commands -= 1
      screen.note(error.message)
    case .late: return
    }
  }

  /// Follows the mailbox, and goes on without the server when that cannot be asked any more.
  mutating func startWatch() {
    let (watch, continuation) = (watch, continuation)
    watching = Task {
      do throws(CareTeamError) {
        _ = try await watch.run { (item) throws(CareTeamError) in continuation.yield(.told(item)) }
        continuation.yield(.watchEnded(nil))
      } catch {
        continuation.yield(.watchEnded(error))
      }
    }
  }

  /// Draws the line that is being typed.
  func redraw() {
    if end == nil { screen.draw(prompt: prompt, text: editor.characters, cursor: editor.cursor) }
  }

  private var prompt: String {
    let state = conversation.isClosed ? " (completed)" : session.isOffline || isUp == false ? " (offline)" : ""
    return "\(conversation.handle)\(state)> "
  }
}
