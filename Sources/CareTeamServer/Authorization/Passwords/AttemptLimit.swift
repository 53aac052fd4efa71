import CareTeamCore
import Synchronization

/// Counts attempts by a key, and makes who fails often wait: longer each time, but never for ever.
final class AttemptLimit: Sendable {
  /// When waiting begins, and how it grows.
  struct Rule: Sendable {
    /// How many attempts are free.
    var free: Int
    /// The first wait, in seconds; each further attempt doubles it.
    var first: Int64
    /// The longest wait, in seconds.
    var longest: Int64
    /// After this many seconds without an attempt all is forgotten.
    var memory: Int64 = 3600
  }

  private struct Entry {
    var count = 0
    var last: Int64 = 0
    var until: Int64 = 0
  }

  /// The most keys that are remembered.
  private static let most = 20_000

  private let rule: Rule
  private let entries = Mutex<[String: Entry]>([:])

  init(_ rule: Rule) { self.rule = rule }

  /// How many seconds a key has to wait; nil when it may try.
  func wait(_ key: String, at now: Instant) -> Int? {
    entries.withLock { entries in
      guard let until = entries[key]?.until, until > now.seconds else { return nil }
      return Int(until - now.seconds)
    }
  }

  /// Counts an attempt, before it is known how it ends: so many at once are not one.
  func count(_ key: String, at now: Instant) {
    entries.withLock { entries in
      if entries.count >= Self.most, entries[key] == nil { Self.makeRoom(in: &entries) }
      var entry = entries[key] ?? Entry()
      if now.seconds - entry.last > rule.memory { entry = Entry() }
      entry.count += 1
      entry.last = now.seconds
      let doublings = entry.count - rule.free
      if doublings >= 0 {
        entry.until = now.seconds + (doublings > 20 ? rule.longest : min(rule.first << doublings, rule.longest))
      }
      entries[key] = entry
    }
  }

  /// Takes one attempt back, because it was right.
  func takeBack(_ key: String) {
    entries.withLock { entries in
      guard var entry = entries[key] else { return }
      entry.count -= 1
      if entry.count < rule.free { entry.until = 0 }
      entries[key] = entry.count > 0 ? entry : nil
    }
  }

  /// Forgets a key.
  func forget(_ key: String) { entries.withLock { $0[key] = nil } }

  /// Drops the older half: who waits longest was last here.
  private static func makeRoom(in entries: inout [String: Entry]) {
    let kept = entries.sorted { $0.value.last > $1.value.last }.prefix(most / 2)
    entries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
  }
}
