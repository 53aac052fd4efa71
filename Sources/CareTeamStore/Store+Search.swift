package import CareTeamCore
import Crypto
import GRDB

extension MailboxStore {
  /// How many messages one command takes into the search index beside its own work.
  private static let stepsOfACommand = 20

  /// How the search index hashes words: with the key of a sealed mailbox, or, in a plain one, whose texts stand beside it,
  /// with a name that everybody can read.
  private func searchKeys() throws(StoreError) -> SearchKeys {
    SearchKeys(
      try seal()?.searchKey ?? SymmetricKey(data: SHA256.hash(data: Array("careteam search \(identity)".utf8))))
  }

  /// The newest messages that a query finds, newest first, and whether there are more.
  ///
  /// What the index does not know yet is looked at instead, and where the index is damaged, everything is: an index costs
  /// or saves time, and never a hit.
  package func search(_ query: SearchQuery, limit: Int) throws(StoreError) -> (hits: [SearchHit], hasMore: Bool) {
    let keys = try searchKeys()
    do throws(StoreError) {
      return try read { try $0.search(query, limit: limit, by: keys) }
    } catch {
      guard case .damaged = error else { throw error }
      let found = try read { try $0.search(query, limit: limit, by: nil) }
      rebuildIndexIfPossible()
      return found
    }
  }

  /// Takes messages that wait into the search index, as many as a command has time for.
  ///
  /// It never fails: what cannot be taken in, on a full disk or in a home that may not be written, is found without it.
  ///
  /// - Returns: whether more of them wait.
  @discardableResult
  package func tendIndex() -> Bool {
    do throws(StoreError) {
      for _ in 0..<Self.stepsOfACommand {
        guard try hasPending() else { return false }
        guard try indexStep() else { return false }
      }
      return true
    } catch {
      if case .damaged = error { rebuildIndexIfPossible() }
      return true
    }
  }

  /// Empties the search index, which fills again with the next commands: to be called in whatever changes the key.
  package func rebuildIndex() throws(StoreError) {
    try write { try $0.clearSearchIndex(keyCheck: nil) }
  }

  private func hasPending() throws(StoreError) -> Bool {
    try read { try $0.count("SELECT EXISTS (SELECT 1 FROM search_pending)") > 0 }
  }

  private func indexStep() throws(StoreError) -> Bool {
    let keys = try searchKeys()
    return try write { transaction in
      var indexing = SearchIndexing(transaction, keys)
      return try indexing.step()
    }
  }

  /// A damaged index is emptied where that is possible; the mailbox itself is looked after by others.
  private func rebuildIndexIfPossible() { try? rebuildIndex() }
}

extension Transaction {
  /// The newest messages that a query finds, with what there is to show of each.
  fileprivate func search(
    _ query: SearchQuery, limit: Int, by keys: SearchKeys?
  ) throws -> (hits: [SearchHit], hasMore: Bool) {
    let found = try SearchWalk(self, query, limit: limit + 1).found(by: keys)
    let hits = try found.prefix(limit).map { item in
      guard let message = try message(item.number) else {
        throw StoreError.damaged("message \(item.number) is missing")
      }
      let snippet = SearchSnippet(of: item.volume.text, words: item.volume.document.words, for: query.marked)
      let subject = try row(
        "SELECT subject, first_line FROM conversation WHERE number = ?", [item.volume.conversation])
      let number = item.volume.conversation
      let name = try subject.flatMap {
        try opened($0[0], .subject, of: number) ?? opened($0[1], .firstLine, of: number)
      }
      return SearchHit(message: message, subject: name, snippet: snippet)
    }
    return (hits, found.count > limit)
  }
}
