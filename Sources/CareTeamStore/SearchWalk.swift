import CareTeamCore
import GRDB

/// Finds the newest messages of a query: by the index those that are in it, by looking at them those that wait for it.
struct SearchWalk {
  private let transaction: Transaction
  private let query: SearchQuery
  private let limit: Int
  private let library: SearchLibrary
  private let marked: [SearchPhrase]

  /// A message that the query finds, with what it takes to order and to show it.
  struct Found {
    var number: Int64
    /// Its place among messages of all conversations (see `Transaction.position`).
    var position: String
    var conversation: Int64
    var snippet: SearchSnippet
  }

  init(_ transaction: Transaction, _ query: SearchQuery, limit: Int) {
    self.transaction = transaction
    self.query = query
    self.limit = limit
    library = SearchLibrary(transaction, needsType: query.asksForType)
    marked = query.marked
  }

  /// The newest messages of the query, newest first.
  ///
  /// - Parameter keys: how the index hashes words; nil to look at every message instead.
  func found(by keys: SearchKeys?) throws -> [Found] {
    guard let keys, try isUsable(keys) else { return try look(at: "SELECT number FROM message") }
    let waiting = try look(at: "SELECT message FROM search_pending")
    var planner = try SearchPlanner(transaction, keys)
    let plan = try planner.plan(query)
    let indexed = plan == .nothing ? [] : try walk(plan)
    return Array((waiting + indexed).sorted(by: Self.isNewer).prefix(limit))
  }

  /// Whether the index is made with these keys.
  private func isUsable(_ keys: SearchKeys) throws -> Bool {
    try transaction.value(Int64.self, "SELECT key_check FROM search_state") == keys.check
  }

  /// Contract's order of messages, the newest first.
  private static func isNewer(_ left: Found, _ right: Found) -> Bool {
    (left.position, left.number) > (right.position, right.number)
  }

  /// The newest of all messages of a list, each held against the query.
  private func look(at list: String) throws -> [Found] {
    var found: [Found] = []
    for number in try transaction.rows(list, [], { $0[0] as Int64 }) {
      if let match = try match(number) { found.append(match) }
      if found.count >= max(200, 4 * limit) { found = Array(found.sorted(by: Self.isNewer).prefix(limit)) }
    }
    return Array(found.sorted(by: Self.isNewer).prefix(limit))
  }

  /// A message, if the query finds it.
  private func match(_ number: Int64) throws -> Found? {
    guard let volume = try library.volume(number), query.matches(volume.document) else { return nil }
    return Found(
      number: number, position: volume.position, conversation: volume.conversation,
      snippet: SearchSnippet(of: volume.text, words: volume.document.words, for: marked))
  }

  /// The newest messages that the index knows, hour by hour until there are enough.
  private func walk(_ plan: SearchPlan) throws -> [Found] {
    let time = query.time
    let first = time.from.map(SearchIndex.firstRow) ?? 0
    let last = time.until.map { SearchIndex.nextHour(after: SearchIndex.firstRow(at: $0)) } ?? Int64.max
    let cursor = try Row.fetchCursor(
      transaction.db.cachedStatement(sql: Self.rows(by: plan.expression != nil, query.filters)),
      arguments: plan.expression.map { [$0, first, last] } ?? [first, last])
    var found: [Found] = []
    var hour: [Int64] = []
    var end = Int64.max
    while let row = try cursor.next() {
      if row[0] < end {
        found += try matches(in: hour, most: limit - found.count)
        guard found.count < limit else { return found }
        hour = []
        end = SearchIndex.firstRowOfHour(row[0])
      }
      hour.append(row[1])
    }
    return found + (try matches(in: hour, most: limit - found.count))
  }

  /// The rows of the index from the newest on, without those that wait for another.
  private static func rows(by isIndexed: Bool, _ filters: [String]) -> String {
    let source =
      isIndexed
      ? "search_index CROSS JOIN search_entry e ON e.row = search_index.rowid"
      : "search_entry e"
    let row = isIndexed ? "search_index.rowid" : "e.row"
    let more =
      filters.isEmpty
      ? ""
      : " CROSS JOIN message m ON m.number = e.message CROSS JOIN conversation c ON c.number = m.conversation"
    let conditions =
      (isIndexed ? ["search_index MATCH ?"] : [])
      + ["\(row) >= ?", "\(row) < ?", "e.message IS NOT NULL", "e.message NOT IN (SELECT message FROM search_pending)"]
      + filters
    return "SELECT e.row, e.message FROM \(source)\(more) WHERE \(conditions.joined(separator: " AND "))"
      + " ORDER BY \(row) DESC"
  }

  /// The newest messages of an hour that the query finds.
  private func matches(in hour: [Int64], most: Int) throws -> [Found] {
    let placed = try hour.map { number in
      (number, try transaction.value(String.self, "SELECT position FROM message WHERE number = ?", [number]) ?? "")
    }
    var found: [Found] = []
    for (number, _) in placed.sorted(by: { ($0.1, $0.0) > ($1.1, $1.0) }) where found.count < most {
      if let match = try match(number) { found.append(match) }
    }
    return found
  }
}
