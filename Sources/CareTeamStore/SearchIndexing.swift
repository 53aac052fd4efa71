import CareTeamCore
import GRDB

/// Brings the search index in step with the messages that wait for it, some at a time.
struct SearchIndexing {
  /// The messages taken in by one change: more would keep other writers waiting.
  static let batch = 1000
  /// The share of rows that lead to nothing at which the index is made anew, and from how many on.
  private static let mostSuperseded = (share: 4, count: 5000)

  private let transaction: Transaction
  private let library: SearchLibrary
  private(set) var keys: SearchKeys
  private var nextRows: [Int64: Int64] = [:]

  init(_ transaction: Transaction, _ keys: SearchKeys) {
    self.transaction = transaction
    self.keys = keys
    library = SearchLibrary(transaction, needsType: false)
  }

  /// Takes in the next messages that wait.
  ///
  /// - Returns: whether more of them wait.
  mutating func step() throws -> Bool {
    try begin()
    let messages = try transaction.rows("SELECT message FROM search_pending ORDER BY message LIMIT ?", [Self.batch]) {
      $0[0] as Int64
    }
    guard let last = messages.last else { return false }
    var entries: [SearchEntry] = []
    for message in messages {
      if let entry = try entry(message), try !isKnown(entry) { entries.append(entry) }
    }
    for entry in entries.sorted(by: { ($0.sentAt, $0.message) < ($1.sentAt, $1.message) }) { try add(entry) }
    try transaction.run("DELETE FROM search_pending WHERE message <= ?", [last])
    return messages.count == Self.batch
  }

  /// Empties the index when its words are hashed under another key, or when too much of it leads to nothing.
  private func begin() throws {
    let row = try transaction.row("SELECT key_check, superseded FROM search_state")
    let isSame = row?[0] as Int64? == keys.check
    let superseded = row?[1] as Int? ?? 0
    if isSame, superseded < Self.mostSuperseded.count { return }
    let rows = isSame ? try transaction.count("SELECT count(*) FROM search_entry") : 0
    guard !isSame || superseded > rows / Self.mostSuperseded.share else { return }
    try transaction.clearSearchIndex(keyCheck: keys.check)
  }

  /// What the index is to have of a message; nil when that is gone.
  private mutating func entry(_ message: Int64) throws -> SearchEntry? {
    guard let volume = try library.volume(message) else { return nil }
    let document = volume.document
    var words: [SearchEntry.Word] = []
    var terms: Set<Int64> = []
    func note(_ text: [SearchWord]) {
      for (index, word) in text.enumerated() {
        let next = index + 1 < text.count ? text[index + 1] : nil
        let joined = word.isCharacter && next?.isCharacter == true ? word.text + (next?.text ?? "") : word.text
        let term = keys.term(joined)
        guard terms.insert(term).inserted else { continue }
        words.append(SearchEntry.Word(text: joined, isCharacter: word.isCharacter, term: term))
      }
    }
    for text in [document.words, document.conversation.subject] + document.files { note(text) }
    for word in SearchWord.terms(of: document.conversation.subject) { terms.insert(keys.term(word, .subject)) }
    for file in document.files { for word in SearchWord.terms(of: file) { terms.insert(keys.term(word, .file)) } }
    for person in [volume.sender] + volume.recipients { terms.insert(keys.term(String(person), .person)) }
    terms.insert(keys.term(String(volume.sender), .sender))
    terms.insert(keys.term(String(volume.conversation), .conversation))
    return SearchEntry(message: message, sentAt: document.sentAt, terms: terms.sorted(), words: words)
  }

  /// Whether the index has just this; else what it has of the message is cut off.
  private func isKnown(_ entry: SearchEntry) throws -> Bool {
    let row = try transaction.row("SELECT row, digest FROM search_entry WHERE message = ?", [entry.message])
    guard let row else { return false }
    let first = SearchIndex.firstRow(at: entry.sentAt)
    if row[1] == entry.digest, (first..<SearchIndex.nextHour(after: first)).contains(row[0]) { return true }
    try transaction.run("UPDATE search_entry SET message = NULL WHERE row = ?", [row[0] as Int64])
    try transaction.run("UPDATE search_state SET superseded = superseded + 1")
    return false
  }

  private mutating func add(_ entry: SearchEntry) throws {
    let row = try nextRow(at: entry.sentAt)
    try transaction.run(
      "INSERT INTO search_index (rowid, terms) VALUES (?, ?)",
      [row, entry.terms.map(SearchKeys.text).joined(separator: " ")])
    try transaction.run(
      "INSERT INTO search_entry (row, message, digest) VALUES (?, ?, ?)", [row, entry.message, entry.digest])
    for word in entry.words { try keep(word) }
  }

  private mutating func nextRow(at instant: Instant) throws -> Int64 {
    let first = SearchIndex.firstRow(at: instant)
    let row: Int64
    if let next = nextRows[first] {
      row = next
    } else {
      let last = try transaction.value(
        Int64.self, "SELECT max(row) FROM search_entry WHERE row >= ? AND row < ?",
        [first, SearchIndex.nextHour(after: first)])
      row = last.map { $0 + 1 } ?? first
    }
    nextRows[first] = row + 1
    return row
  }

  /// Enters a word in the list of words by their beginnings.
  private mutating func keep(_ word: SearchEntry.Word) throws {
    guard keys.isNew(word.term) else { return }
    let bucket = keys.term(
      SearchIndex.beginning(of: word.text, isCharacter: word.isCharacter), .beginning)
    let isThere =
      try transaction.count(
        "SELECT count(*) FROM search_word WHERE bucket = ? AND term = ?", [bucket, word.term]) > 0
    guard !isThere else { return }
    try transaction.run(
      "INSERT INTO search_word (bucket, term, sealed) VALUES (?, ?, ?)",
      [bucket, word.term, keys.seal(word.text, as: word.term)])
  }
}

extension Transaction {
  /// Empties the search index: every message waits for it again.
  func clearSearchIndex(keyCheck: Int64?) throws {
    try run("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    try run("DELETE FROM search_entry")
    try run("DELETE FROM search_word")
    try run("UPDATE search_state SET key_check = ?, superseded = 0", [keyCheck])
    try run("INSERT OR IGNORE INTO search_pending (message) SELECT number FROM message")
  }
}
