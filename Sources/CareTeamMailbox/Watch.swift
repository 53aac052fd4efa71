package import CareTeamCore
import CareTeamStore

/// What a watcher is told.
package enum WatchItem: Sendable {
  /// The watch begins here.
  case hello(Cursor)
  /// Something happened; the cursor is behind it. A gap is about no conversation.
  case event(MailboxEvent, Conversation?, Message?, Cursor)
  /// The server is in touch: what is here is what it has.
  case up
  /// The server is out of touch, and is tried again after this many seconds.
  case lost(retryInSeconds: Int)
  /// Nothing before this cursor is left to tell.
  case bookmark(Cursor)
}

/// Why a watch ended.
package enum WatchEnd: String, Sendable, CaseIterable {
  case signal
  case duration = "for"
  case count
  case once
  case login
}

/// What is watched, and for how long.
package struct WatchPlan: Sendable {
  /// The last event that is not told any more.
  package var position: Int64
  /// Tell what is new, and end.
  package var once = false
  /// Tell what the mailbox has and what other processes write into it, and ask nobody.
  package var isOffline = false
  /// End after this many events.
  package var count: Int?
  /// End after this long.
  package var duration: Duration?
  /// How often the server is asked where it does not push.
  package var pollInterval: Duration = .seconds(15)
  /// The time allowed to one synchronisation.
  package var timeout: Duration = .seconds(30)
  /// The end of the time allowed to all of it, for a watch that tells what is new and ends.
  package var deadline: Deadline?

  /// A watch of what comes after a position.
  package init(position: Int64) { self.position = position }
}

/// Follows a mailbox: the server's pushes and other processes' work alike become events in the order of the mailbox.
///
/// The server's push only says when to look. What happened is read from the mailbox's own sequence of events, so a
/// restart of the server, a lost connection or another process that synchronised first changes nothing.
package struct Watch: Sendable {
  let mailbox: Mailbox
  let plan: WatchPlan
  let live: LiveConnection
  let signals = WatchSignals()

  /// A watch; without a way to open sockets the server is asked at intervals.
  package init(_ mailbox: Mailbox, plan: WatchPlan, open: LiveSocket.Open?) {
    self.mailbox = mailbox
    self.plan = plan
    live = LiveConnection(mailbox: mailbox, open: open, pollInterval: plan.pollInterval)
  }

  /// Ends the watch at the next opportunity, a request that is under way after a moment.
  package func stop(_ end: WatchEnd) { signals.stop(end) }

  /// Looks again, at the mailbox alone or at the server too: this process has written to it.
  package func look(atServer: Bool = false) { signals.send(atServer ? .changed : .elsewhere) }

  /// Whether the watch is about to end.
  package var isStopping: Bool { signals.requestedEnd != nil }

  /// Tells what happens until the watch ends.
  ///
  /// - Parameter tell: takes each item; the next waits until it is done, and a failure ends the watch.
  package func run(
    _ tell: (WatchItem) async throws(CareTeamError) -> Void
  ) async throws(CareTeamError) -> WatchEnd {
    var progress = Progress(position: plan.position)
    try await tell(.hello(cursor(plan.position)))
    if plan.once {
      try await synchronise(&progress, tell)
      try await drain(&progress, tell)
      try await tell(.bookmark(cursor(progress.position)))
      return signals.requestedEnd ?? .once
    }
    let work = startWork()
    let end: WatchEnd
    do throws(CareTeamError) {
      end = try await follow(&progress, tell)
    } catch {
      await finish(work)
      throw error
    }
    await finish(work)
    return end
  }

  private func finish(_ work: [Task<Void, Never>]) async {
    signals.end()
    for task in work { task.cancel() }
    for task in work { await task.value }
  }

  struct Progress {
    var position: Int64
    var told = 0
    /// Whether the server is in touch; nil before that is known.
    var isUp: Bool?
    var isBound = false
    /// Failures since the server was last in touch.
    var failures = 0
  }

  private func startWork() -> [Task<Void, Never>] {
    var work = [Task { await noticeOtherProcesses() }]
    if !plan.isOffline { work.append(Task { await live.run(signals) }) }
    if let duration = plan.duration {
      work.append(
        Task {
          guard (try? await Task.sleep(for: duration)) != nil else { return }
          signals.stop(.duration)
        })
    }
    return work
  }

  private func follow(
    _ progress: inout Progress, _ tell: (WatchItem) async throws(CareTeamError) -> Void
  ) async throws(CareTeamError) -> WatchEnd {
    try await drain(&progress, tell)
    if let end = enough(progress) { return end }
    for await signal in signals.stream {
      signals.take(signal)
      switch signal {
      case .stop(let end): return end
      case .lost(let seconds):
        progress.isBound = false
        try await noteLost(&progress, retryInSeconds: seconds, tell)
      case .bound:
        progress.isBound = true
        // The pauses between tries were for a server out of reach, which it no longer is.
        try await synchronise(&progress, force: true, tell)
      case .changed: try await synchronise(&progress, tell)
      case .elsewhere: break
      }
      try await drain(&progress, tell)
      if let end = enough(progress) { return end }
    }
    return .signal
  }

  private func enough(_ progress: Progress) -> WatchEnd? {
    signals.requestedEnd ?? (plan.count.map { progress.told >= $0 } ?? false ? .count : nil)
  }

  /// Tells what the mailbox has after the position.
  private func drain(
    _ progress: inout Progress, _ tell: (WatchItem) async throws(CareTeamError) -> Void
  ) async throws(CareTeamError) {
    while true {
      let position = progress.position
      let events = try stored { () throws(StoreError) in try mailbox.store.events(after: position, limit: 200) }
      guard !events.isEmpty else { return }
      for event in events {
        if enough(progress) != nil { return }
        if let item = try item(for: event) {
          try await tell(item)
          progress.told += 1
        }
        progress.position = event.position
      }
    }
  }

  private func item(for event: MailboxEvent) throws(CareTeamError) -> WatchItem? {
    try stored { () throws(StoreError) in
      let conversation = try event.conversation.flatMap { handle throws(StoreError) in
        try mailbox.store.conversation(handle)
      }
      guard conversation != nil || event.kind == .gap else { return nil }
      let message = try event.message.flatMap { handle throws(StoreError) in try mailbox.store.message(handle) }
      return .event(event, conversation, message, cursor(event.position))
    }
  }

  private func cursor(_ position: Int64) -> Cursor {
    Cursor(mailbox: mailbox.store.identity, position: position)
  }

  /// Other processes write to the same mailbox; SQLite's data version tells so at the cost of one page read.
  private func noticeOtherProcesses() async {
    var version = try? mailbox.store.dataVersion()
    var ticks = 0
    while (try? await Task.sleep(for: .milliseconds(500))) != nil {
      let current = try? mailbox.store.dataVersion()
      if current != version { signals.send(.elsewhere) }
      version = current
      ticks += 1
      if ticks % 10 == 0, (try? mailbox.store.hasDueOutboxEntry(at: mailbox.now())) == true { signals.send(.changed) }
    }
  }
}
