import CareTeamTestSupport
import Glibc
import Testing

/// What keeps a `watch --exec` running, as a service manager would, while it and its handler are killed.
struct WatchSupervisor {
  let home: Home
  let cursor: String
  let chance: Chance
  /// The file that the handler writes a line into for each event.
  let log: String
  private let handler: String
  private(set) var watchesKilled = 0
  private(set) var handlersKilled = 0

  init(home: Home, cursor: String, chance: Chance) {
    self.home = home
    self.cursor = cursor
    self.chance = chance
    log = home.folder.write("", to: "handled")
    // A little time on both sides of the one write, for a death to fall into.
    handler = home.folder.script(
      "sleep 0.0$(($$ % 3))\n"
        + "echo \"$CARETEAM_EVENT_ID $CARETEAM_EVENT_TYPE $CARETEAM_EVENT_CONVERSATION $CARETEAM_EVENT_MESSAGE\" >> \"$1\"\n"
        + "sleep 0.0$(($$ % 2))\n", named: "handler")
  }

  /// Runs the watch again and again until so many messages have been handled.
  mutating func run(until count: Int, within time: Duration) async throws {
    let end = ContinuousClock.now + time
    while Handled(log).messages.count < count {
      try #require(ContinuousClock.now < end, "\(Handled(log).messages.count) of \(count), seed \(chance.seed)")
      let watch = home.start("watch", "--cursor", cursor, "--exec", "\(handler) \(log)")
      let killsHandler = chance.oneIn(2)
      let isFinished = await life(of: watch, until: count)
      if !isFinished, killsHandler, let child = await Self.child(of: watch.program.pid) {
        kill(child, SIGKILL)
        handlersKilled += 1
        let status = await watch.exit(within: 60)
        // It may have ended in time after all; then the watch is to be ended as well.
        #expect([128 + SIGKILL, -1].contains(status), "\(watch.errors), seed \(chance.seed)")
      } else {
        if !isFinished { watchesKilled += 1 }
        _ = await watch.end(by: isFinished ? SIGTERM : SIGKILL, within: 60)
      }
    }
  }

  /// Lets a watch live for a while.
  ///
  /// - Returns: whether all is done.
  private func life(of watch: Running, until count: Int) async -> Bool {
    let end = ContinuousClock.now + .milliseconds(chance.number(in: 50...Faults.count(500, long: 1000)))
    while ContinuousClock.now < end {
      if Handled(log).messages.count >= count { return true }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return false
  }

  /// A program that a process runs at this moment.
  private static func child(of parent: pid_t) async -> pid_t? {
    let end = ContinuousClock.now + .seconds(2)
    while ContinuousClock.now < end {
      let children = FileContent.text("/proc/\(parent)/task/\(parent)/children")
      if let child = children.split(separator: " ").first.flatMap({ pid_t($0) }) { return child }
      if let child = scanned(parent) { return child }
    }
    return nil
  }

  /// Any thread may have started it.
  private static func scanned(_ parent: pid_t) -> pid_t? {
    guard let tasks = opendir("/proc/\(parent)/task") else { return nil }
    defer { closedir(tasks) }
    while let entry = readdir(tasks) {
      let thread = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      let children = FileContent.text("/proc/\(parent)/task/\(thread)/children")
      if let child = children.split(separator: " ").first.flatMap({ pid_t($0) }) { return child }
    }
    return nil
  }
}

/// What a handler wrote down, line by line.
struct Handled {
  /// One event.
  struct Event: Hashable {
    var id: String
    var type: String
    var conversation: String
    var message: String
  }

  /// Every line: an event that was handled again is there again.
  let lines: [Event]

  init(_ path: String) {
    lines = FileContent.text(path).split(separator: "\n").map { line in
      let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      return Event(
        id: words[0], type: words.count > 1 ? words[1] : "", conversation: words.count > 2 ? words[2] : "",
        message: words.count > 3 ? words[3] : "")
    }
  }

  /// Each event once, when it was handled first.
  var events: [Event] {
    var seen: Set<String> = []
    return lines.filter { seen.insert($0.id).inserted }
  }

  /// The events of received messages.
  var messages: [Event] { events.filter { $0.type == "messageReceived" } }
}
