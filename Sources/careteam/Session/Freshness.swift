import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// How old what is shown is.
struct Freshness: Sendable {
  /// When the mailbox was last brought up to date.
  var syncedAt: Instant?
  /// Whether it could not be brought up to date although it was due.
  var isStale: Bool

  /// The JSON members that say so.
  var members: [(String, JSON)] { [("syncedAt", JSON(syncedAt?.rfc3339)), ("stale", .bool(isStale))] }
}

extension Session {
  /// Brings a mailbox up to date when it is due, without failing when the server is out of reach.
  ///
  /// - Throws: with `--refresh`, why it could not be brought up to date.
  func freshen(_ mailbox: Mailbox) async throws(CareTeamError) -> Freshness {
    let store = mailbox.store
    let last = try stored { () throws(StoreError) in try store.lastSync() }
    if isOffline {
      guard !options.refresh else {
        throw CareTeamError(.usage, "--refresh needs the network, and --offline forbids it; leave one of them out")
      }
      return Freshness(syncedAt: last, isStale: isDue(last))
    }
    guard options.refresh || isDue(last) else { return Freshness(syncedAt: last, isStale: false) }
    let isAskedFor = options.refresh || options.timeout != nil
    do throws(CareTeamError) {
      _ = try await mailbox.sync(by: isAskedFor ? deadline : Deadline(.seconds(configuration.syncTimeout)))
    } catch {
      guard !options.refresh, error.code.exitStatus != 74, error.code != .mailboxKey else { throw error }
      remark("\(error.message). Showing \(Self.age(of: last, at: now())).")
      return Freshness(syncedAt: last, isStale: true)
    }
    return Freshness(syncedAt: try stored { () throws(StoreError) in try store.lastSync() }, isStale: false)
  }

  /// How old the mailbox is, which is brought up to date only where that is asked for.
  func freshenIfAsked(_ mailbox: Mailbox) async throws(CareTeamError) -> Freshness {
    if options.refresh { return try await freshen(mailbox) }
    let last = try stored { () throws(StoreError) in try mailbox.store.lastSync() }
    return Freshness(syncedAt: last, isStale: isDue(last))
  }

  private func isDue(_ last: Instant?) -> Bool {
    guard let last else { return true }
    return now().seconds - last.seconds > configuration.maxAge || last > now()
  }

  /// Says what a synchronisation could not use.
  func remark(leftOut sync: SyncReport) {
    if sync.foreign > 0 {
      remark("the server sent \(sync.foreign) resources about other patients; they were not stored")
    }
    for what in sync.unreadable.prefix(3) { remark("left out \(what)") }
    if sync.unreadableCount > 3 {
      remark("left out \(sync.unreadableCount - 3) more; ‘careteam sync --full --json’ names them")
    }
  }

  private static func age(of last: Instant?, at now: Instant) -> String {
    guard let last else { return "what is stored here; it was never brought up to date" }
    let seconds = max(0, now.seconds - last.seconds)
    switch seconds {
    case 0..<120: return "what was stored \(seconds) seconds ago"
    case 120..<7200: return "what was stored \(seconds / 60) minutes ago"
    case 7200..<172_800: return "what was stored \(seconds / 3600) hours ago"
    default: return "what was stored \(seconds / 86_400) days ago"
    }
  }
}
