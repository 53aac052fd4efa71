import CareTeamCore
import Glibc
import Testing

/// A consumer that reads the events of `watch --cursor` and says by `cursor commit` what it has done; it dies at random,
/// before or while it says so, and begins again.
struct CommittingConsumer {
  let home: Home
  let cursor: String
  let chance: Chance
  private var lines: [String] = []
  private(set) var deaths = 0

  init(home: Home, cursor: String, chance: Chance) {
    self.home = home
    self.cursor = cursor
    self.chance = chance
  }

  /// What it has done.
  var handled: Handled { Handled(home.folder.write(lines.joined(separator: "\n"), to: "consumed")) }

  /// How many events came again.
  var repeats: Int { handled.lines.count - handled.events.count }

  /// Begins again and again until so many messages are done.
  mutating func run(until count: Int, within time: Duration) async throws {
    let end = ContinuousClock.now + time
    while handled.messages.count < count {
      try #require(ContinuousClock.now < end, "\(handled.messages.count) of \(count), seed \(chance.seed)")
      let watch = home.start("watch", "--cursor", cursor, "--format", "ndjson")
      while handled.messages.count < count, try await consume(watch) {}
      _ = await watch.end(by: SIGKILL)
    }
  }

  /// Takes one line.
  ///
  /// - Returns: whether the consumer is still alive.
  private mutating func consume(_ watch: Running) async throws -> Bool {
    guard let line = await watch.line(within: 30) else { return false }
    let event = try #require(try? JSON(parsing: Array(line.utf8)), "\(line)")
    guard let id = event["eventId"]?.string else { return true }
    let words = [
      id, event["type"]?.string, event["conversation"]?["handle"]?.string, event["message"]?["handle"]?.string,
    ]
    lines.append(words.map { $0 ?? "" }.joined(separator: " "))
    if chance.oneIn(12) {
      deaths += 1
      return false
    }
    let place = event["cursor"]?.string ?? ""
    let isShort = chance.oneIn(8)
    let commit = await home.run(
      ["cursor", "commit", cursor, place], seconds: isShort ? chance.number(in: 0.005...0.06) : 60)
    if isShort, commit.status == -1 { deaths += 1 }
    if !isShort { try commit.exits() }
    return commit.status == 0
  }
}
