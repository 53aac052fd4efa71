import CareTeamCore
import CareTeamStore

extension Mailbox {
  /// How many resources of a large page are in memory as values, and in one change of the mailbox, at a time.
  private static let chunk = 50
  /// Up to how many bytes a page is not large, and taken over whole.
  private static let smallPage = 1 << 20

  /// Fetches what is new of every resource type; a type whose answer is none does not keep the others back.
  func pullAll(
    full: Bool, by deadline: Deadline, into report: inout SyncReport
  ) async throws(CareTeamError) {
    var failure: CareTeamError?
    for search in dialect.searches {
      do throws(CareTeamError) {
        try await pull(search, full: full, by: deadline, into: &report)
      } catch {
        guard error.code == .serverProtocol else { throw error }
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }

  /// Fetches what is new of one resource type.
  func fetch(_ type: String, by deadline: Deadline) async throws(CareTeamError) {
    var report = SyncReport()
    defer { leftOut?(report) }
    for search in dialect.searches where search.type == type {
      try await pull(search, full: false, by: deadline, into: &report)
    }
  }

  /// Repeats one search until a pass adds nothing: pages shift while messages arrive.
  private func pull(
    _ search: Dialect.Search, full: Bool, by deadline: Deadline, into report: inout SyncReport
  ) async throws(CareTeamError) {
    var sizes = PageSize.all[...]
    var passes = 0
    while let size = sizes.first, passes < Self.maximumPasses {
      let before = report.changed
      let isWhole: Bool
      do throws(CareTeamError) {
        isWhole = try await pullOnce(
          search, size, isFirst: passes == 0, fromBeginning: full && passes == 0, by: deadline, into: &report)
      } catch {
        if search.isOptional, error.code == .notFound { return }
        throw error
      }
      if isWhole, report.changed == before { return }
      if isWhole { passes += 1 } else { sizes.removeFirst() }
    }
    guard !sizes.isEmpty else {
      throw CareTeamError(
        .serverProtocol,
        "the server has a \(search.type) of more than \(PageSize.largest >> 20) MiB, which careteam does not take")
    }
  }

  /// One pass.
  ///
  /// - Returns: false when a page was too large.
  private func pullOnce(
    _ search: Dialect.Search, _ size: PageSize, isFirst: Bool, fromBeginning: Bool, by deadline: Deadline,
    into report: inout SyncReport
  ) async throws(CareTeamError) -> Bool {
    let before = Watermark(
      text: try stored { () throws(StoreError) in try store.watermark(for: search.type) }, now: now())
    var mark = fromBeginning ? Watermark(text: nil, now: now()) : before
    guard var page = try await firstPage(of: search, since: mark.searchFrom, size, by: deadline) else { return false }
    if mark.searchFrom != nil, page.next == nil, !page.has(search.type) {
      // The newest that was seen should have come again. It was deleted, or the server was set back to an earlier state:
      // what is new there may be older than that, so everything is looked at.
      mark = Watermark(text: nil, now: now())
      guard let first = try await firstPage(of: search, since: nil, size, by: deadline) else { return false }
      page = first
    }
    // What does not say when it was written is told by the first pass only.
    let told = Telling(isFirst: isFirst, since: fromBeginning ? nil : before.newestInstant)
    var circle = PageCircle()
    while true {
      let isCircle = page.next != nil && circle.closes(with: page)
      let early = isCircle ? nil : earlyPage(after: page, of: search, size, by: deadline)
      do throws(CareTeamError) {
        try apply(page, of: search, told: told, mark: &mark, into: &report)
      } catch {
        early?.cancel()
        throw error
      }
      guard let next = page.next else {
        try settle(mark, after: before, for: search)
        return true
      }
      guard !isCircle else { break }
      let following =
        if let early { try await early.value.get() } else {
          try await nextPage(next, of: search, size, by: deadline)
        }
      guard let following else { return false }
      page = following
    }
    throw CareTeamError(
      .serverProtocol,
      "the server's pages have no end, or it sends the same again and again (searching \(search.type)); "
        + "what came was stored")
  }

  private func apply(
    _ page: SearchPage, of search: Dialect.Search, told: Telling, mark: inout Watermark, into report: inout SyncReport
  ) throws(CareTeamError) {
    let chunk = page.byteCount > Self.smallPage ? Self.chunk : max(1, page.count)
    for start in stride(from: 0, to: max(1, page.count), by: chunk) {
      let (resources, faults) = page.resources(start..<min(page.count, start + chunk))
      var batch = dialect.read(resources, for: account)
      batch.unreadable += faults
      mark.pass(resources.map(Resource.init).filter { $0.type == search.type })
      let watermark = mark.sorted
      let applied = try stored { () throws(StoreError) in
        try store.apply(batch, from: search.type, watermark: watermark, at: now())
      }
      report.newMessages += applied.newMessages.count
      report.changed += applied.changed
      report.foreign += batch.foreign
      for unreadable in batch.unreadable where told.isNews(unreadable) { report.leaveOut(unreadable.what) }
    }
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

  private func firstPage(
    of search: Dialect.Search, since: Instant?, _ size: PageSize, by deadline: Deadline
  ) async throws(CareTeamError) -> SearchPage? {
    var parameters = [("_sort", "_lastUpdated"), ("_count", String(size.count))]
    if let patient = account.patient { parameters.append((search.patientParameter, patient.description)) }
    if let since { parameters.append(("_lastUpdated", "ge\(since.rfc3339)")) }
    return try await page(of: search, size) { () throws(TransportError) in
      try await response(toSearch: search.type, parameters, limit: size.limit, by: deadline)
    }
  }

  /// Asks for the next page before this one is taken over, so that the server works meanwhile; nil after a large page,
  /// since both are in memory then.
  private func earlyPage(
    after page: SearchPage, of search: Dialect.Search, _ size: PageSize, by deadline: Deadline
  ) -> Task<Result<SearchPage?, CareTeamError>, Never>? {
    guard let next = page.next, page.byteCount <= Self.smallPage else { return nil }
    return Task {
      do throws(CareTeamError) {
        return .success(try await nextPage(next, of: search, size, by: deadline))
      } catch {
        return .failure(error)
      }
    }
  }

  private func nextPage(
    _ next: String, of search: Dialect.Search, _ size: PageSize, by deadline: Deadline
  ) async throws(CareTeamError) -> SearchPage? {
    guard let url = address(of: next) else {
      throw CareTeamError(
        .serverProtocol,
        "the server's next page is on another server; nothing was sent there (searching \(search.type))")
    }
    var request = HTTPRequest(get: url)
    request.responseLimit = size.limit
    return try await page(of: search, size) { () throws(TransportError) in try await attempt(request, by: deadline) }
  }

  /// The page of an answer; nil when it is too large.
  private func page(
    of search: Dialect.Search, _ size: PageSize, _ ask: () async throws(TransportError) -> HTTPResponse
  ) async throws(CareTeamError) -> SearchPage? {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await ask()
    } catch {
      if case .tooLarge(size.limit) = error { return nil }
      throw CareTeamError(error)
    }
    let what = "searching \(search.type)"
    // What servers say of a type that they do not have, or do not let a login see.
    if search.isOptional, [400, 403, 404, 405, 410, 422, 501].contains(response.status) {
      throw CareTeamError(.notFound, "the server does not have it (\(what))")
    }
    guard response.isSuccess else { throw CareTeamError(response, doing: what) }
    do throws(JSONError) {
      if let page = try SearchPage(response.body) { return page }
    } catch {
      throw CareTeamError(.serverProtocol, "the server sent \(error.message) (\(what)); try again later")
    }
    throw CareTeamError(.serverProtocol, "the server's answer is no FHIR Bundle (\(what))")
  }
}
