package import CareTeamCore
import CareTeamStore

/// What a synchronisation brought.
package struct SyncReport: Sendable, Equatable {
  /// Received messages that were not known before.
  package var newMessages = 0
  /// Conversations, messages and receipts that were new or changed.
  package var changed = 0
  /// Resources about other patients, which the server should not have sent; they were not stored.
  package var foreign = 0
  /// What careteam could make no sense of and left out, the first hundred; what an earlier look told is not in it.
  package private(set) var unreadable: [String] = []
  /// How much that was.
  package private(set) var unreadableCount = 0
  /// Messages of the outbox that the server has now.
  package var sent = 0
  /// Messages still in the outbox.
  package var waiting = 0
  /// Attachments that were fetched ahead of time.
  package var files = 0

  /// Nothing happened.
  package init() {}

  /// Takes in what another synchronisation brought after this one.
  package mutating func add(_ other: SyncReport) {
    newMessages += other.newMessages
    changed += other.changed
    foreign += other.foreign
    for what in other.unreadable { leaveOut(what) }
    unreadableCount += other.unreadableCount - other.unreadable.count
  }

  /// Takes note of something that was left out.
  mutating func leaveOut(_ what: String) {
    unreadableCount += 1
    if unreadable.count < 100 { unreadable.append(what) }
  }

  /// The report as `careteam.sync/1`.
  package var members: [(String, JSON)] {
    [
      ("newMessages", JSON(newMessages)), ("changed", JSON(changed)), ("foreign", JSON(foreign)),
      ("unreadable", .array(unreadable.map(JSON.string))), ("sent", JSON(sent)), ("queued", JSON(waiting)),
      ("unreadableCount", JSON(unreadableCount)), ("files", JSON(files)),
    ]
  }
}

extension Mailbox {
  /// How far a search reaches back behind the newest resource seen: servers round `lastUpdated` and commit out of order.
  static let overlapSeconds: Int64 = 120
  /// Resources asked for a page.
  static let pageSize = 100
  /// The most passes over one search while others keep writing.
  static let maximumPasses = 5

  /// Brings the mailbox up to date, and tells the server what has been delivered and read here.
  ///
  /// - Parameters:
  ///   - full: search from the beginning, and notice what the server no longer has.
  ///   - deadline: when to give up; what was applied until then stays.
  package func sync(full: Bool = false, by deadline: Deadline) async throws(CareTeamError) -> SyncReport {
    try respectHold()
    var report = SyncReport()
    defer { leftOut?(report) }
    if full {
      try stored { () throws(StoreError) in
        try store.beginFullSync()
        try store.rebuildIndex()
      }
    }
    try await pullAll(full: full, by: deadline, into: &report)
    try await nameStrangers(by: deadline)
    try await sendReceipts(by: deadline)
    try stored { () throws(StoreError) in
      if full { try store.finishFullSync(isComplete: report.unreadableCount == 0, at: now()) }
      try store.noteSync(at: now())
    }
    store.tendIndex()
    return report
  }

  /// Looks up what people are called, whom messages refer to: what a message calls them is its writer's word only.
  private func nameStrangers(by deadline: Deadline) async throws(CareTeamError) {
    let strangers = try stored { () throws(StoreError) in try store.strangers(limit: Self.pageSize) }
    let named = ["Practitioner", "Patient", "RelatedPerson", "Organization", "CareTeam"]
    for (type, references) in Dictionary(grouping: strangers, by: \.type) {
      let ids = references.filter(\.isPlain).map(\.id).joined(separator: ",")
      if named.contains(type), !ids.isEmpty {
        do throws(CareTeamError) {
          let page = try await search(type, [("_id", ids), ("_count", "\(Self.pageSize)")], by: deadline)
          let batch = dialect.read(page.resources, for: account)
          _ = try stored { () throws(StoreError) in
            try store.apply(batch, from: type, watermark: nil, at: now())
          }
        } catch {
          // Out of reach, they are asked for the next time; otherwise the server does not say who they are.
          if error.code.isRetryable || error.code == .loginNeeded { continue }
        }
      }
      try stored { () throws(StoreError) in try store.noteAsked(for: references) }
    }
  }

  /// Asks the server whom the user may write to: the members of the patient's care teams.
  package func learnRecipients(by deadline: Deadline) async throws(CareTeamError) {
    var parameters = [("_count", String(Self.pageSize))]
    if let patient = account.patient { parameters.append(("patient", patient.description)) }
    let page = try await search("CareTeam", parameters, by: deadline)
    let batch = dialect.read(page.resources, for: account)
    _ = try stored { () throws(StoreError) in
      try store.apply(batch, from: "CareTeam", watermark: nil, at: now())
    }
  }
}
