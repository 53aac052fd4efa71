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
  /// What careteam could make no sense of; it was left out.
  package var unreadable: [String] = []
  /// Messages of the outbox that the server has now.
  package var sent = 0
  /// Messages still in the outbox.
  package var waiting = 0

  /// Nothing happened.
  package init() {}

  /// Takes in what another synchronisation brought after this one.
  package mutating func add(_ other: SyncReport) {
    newMessages += other.newMessages
    changed += other.changed
    foreign += other.foreign
    unreadable += other.unreadable
  }

  /// The report as `careteam.sync/1`.
  package var members: [(String, JSON)] {
    [
      ("newMessages", JSON(newMessages)), ("changed", JSON(changed)), ("foreign", JSON(foreign)),
      ("unreadable", .array(unreadable.map(JSON.string))), ("sent", JSON(sent)), ("queued", JSON(waiting)),
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
  /// The most pages of one pass: ten million resources.
  static let maximumPages = 100_000

  /// Brings the mailbox up to date, and tells the server what has been delivered and read here.
  ///
  /// - Parameters:
  ///   - full: search from the beginning, and notice what the server no longer has.
  ///   - deadline: when to give up; what was applied until then stays.
  package func sync(full: Bool = false, by deadline: Deadline) async throws(CareTeamError) -> SyncReport {
    try respectHold()
    var report = SyncReport()
    if full {
      try stored { () throws(StoreError) in
        try store.beginFullSync()
        try store.rebuildIndex()
      }
    }
    for search in dialect.searches { try await pull(search, full: full, by: deadline, into: &report) }
    try await nameStrangers(by: deadline)
    try await sendReceipts(by: deadline)
    try stored { () throws(StoreError) in
      if full { try store.finishFullSync(at: now()) }
      try store.noteSync(at: now())
    }
    store.tendIndex()
    return report
  }

  /// Fetches what is new of one resource type.
  func fetch(_ type: String, by deadline: Deadline) async throws(CareTeamError) {
    var report = SyncReport()
    for search in dialect.searches where search.type == type {
      try await pull(search, full: false, by: deadline, into: &report)
    }
  }

  /// Repeats one search until a pass adds nothing: pages shift while messages arrive.
  private func pull(
    _ search: Dialect.Search, full: Bool, by deadline: Deadline, into report: inout SyncReport
  ) async throws(CareTeamError) {
    for pass in 0..<Self.maximumPasses {
      let before = report.changed
      let fromBeginning = full && pass == 0
      do throws(CareTeamError) {
        try await pullOnce(search, fromBeginning: fromBeginning, by: deadline, into: &report)
      } catch {
        if search.isOptional, [.notFound, .serverProtocol].contains(error.code) { return }
        throw error
      }
      if report.changed == before { return }
    }
  }

  private func pullOnce(
    _ search: Dialect.Search, fromBeginning: Bool, by deadline: Deadline, into report: inout SyncReport
  ) async throws(CareTeamError) {
    let before = Watermark(text: try stored { () throws(StoreError) in try store.watermark(for: search.type) })
    var mark = fromBeginning ? Watermark(text: nil) : before
    var page = try await firstPage(of: search, since: mark.searchFrom, by: deadline)
    if mark.searchFrom != nil, page.next == nil, !page.resources.contains(where: { Resource($0).type == search.type }) {
      // The newest that was seen should have come again. It was deleted, or the server was set back to an earlier state:
      // what is new there may be older than that, so everything is looked at.
      mark = Watermark(text: nil)
      page = try await firstPage(of: search, since: nil, by: deadline)
    }
    for _ in 0..<Self.maximumPages {
      try apply(page, of: search, mark: &mark, into: &report)
      guard let next = page.next else { return try settle(mark, after: before, for: search) }
      page = try await nextPage(next, of: search, by: deadline)
    }
    throw CareTeamError(.serverProtocol, "the server's pages have no end (searching \(search.type))")
  }

  private func firstPage(
    of search: Dialect.Search, since: Instant?, by deadline: Deadline
  ) async throws(CareTeamError) -> Bundle {
    var parameters = [("_sort", "_lastUpdated"), ("_count", String(Self.pageSize))]
    if let patient = account.patient { parameters.append((search.patientParameter, patient.description)) }
    if let since { parameters.append(("_lastUpdated", "ge\(since.rfc3339)")) }
    return try await self.search(search.type, parameters, by: deadline)
  }

  private func apply(
    _ page: Bundle, of search: Dialect.Search, mark: inout Watermark, into report: inout SyncReport
  ) throws(CareTeamError) {
    let resources = page.resources
    let batch = dialect.read(resources, for: account)
    mark.pass(resources.map(Resource.init).filter { $0.type == search.type })
    let watermark = mark.sorted
    let applied = try stored { () throws(StoreError) in
      try store.apply(batch, from: search.type, watermark: watermark, at: now())
    }
    report.newMessages += applied.newMessages.count
    report.changed += applied.changed
    report.foreign += batch.foreign
    report.unreadable += batch.unreadable
  }

  /// Pages that were not in order move the watermark only when the last has been read.
  private func settle(
    _ mark: Watermark, after before: Watermark, for search: Dialect.Search
  ) throws(CareTeamError) {
    if mark.isBehind(before) {
      return try stored { () throws(StoreError) in
        try store.noteLoss(of: search.type, watermark: mark.newest, at: now())
      }
    }
    guard mark.sorted == nil, let newest = mark.newest else { return }
    _ = try stored { () throws(StoreError) in
      try store.apply(ServerBatch(), from: search.type, watermark: newest, at: now())
    }
  }

  private func nextPage(
    _ next: String, of search: Dialect.Search, by deadline: Deadline
  ) async throws(CareTeamError) -> Bundle {
    guard let url = address(of: next) else {
      throw CareTeamError(
        .serverProtocol,
        "the server's next page is on another server; nothing was sent there (searching \(search.type))")
    }
    let response = try await perform(HTTPRequest(get: url), by: deadline)
    return try bundle(response, doing: "searching \(search.type)")
  }

  /// Looks up the names of people that messages only refer to.
  private func nameStrangers(by deadline: Deadline) async throws(CareTeamError) {
    let strangers = try stored { () throws(StoreError) in try store.unnamedPeople() }
    let named = ["Practitioner", "Patient", "RelatedPerson", "Organization", "CareTeam"]
    for (type, references) in Dictionary(grouping: strangers, by: \.type) where named.contains(type) {
      let ids = references.prefix(Self.pageSize).map(\.id).joined(separator: ",")
      guard let page = try? await search(type, [("_id", ids), ("_count", "\(Self.pageSize)")], by: deadline) else {
        continue
      }
      let batch = dialect.read(page.resources, for: account)
      _ = try stored { () throws(StoreError) in
        try store.apply(batch, from: type, watermark: nil, at: now())
      }
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
