package import CareTeamCore
import GRDB

/// What a page from the server changed.
package struct Applied: Sendable, Equatable {
  /// Received messages the mailbox did not have, in the order they came in.
  package var newMessages: [Handle]
  /// How many resources were new or had another version.
  package var changed: Int
}

extension MailboxStore {
  /// Takes over a page from the server, and how far its resource type is now synced.
  ///
  /// A version the mailbox has is no change and no event. An event is written for each new message and each changed
  /// conversation, in the order of the conversation.
  package func apply(
    _ batch: ServerBatch, from resourceType: String, watermark: String?, at now: Instant
  ) throws(StoreError) -> Applied {
    try write { transaction in
      var changes = Transaction.Changes(now: now)
      changes.generation = Int64(try transaction.count("SELECT generation FROM meta WHERE full_sync = 1"))
      for person in batch.people {
        _ = try transaction.person(person.reference, name: person.name, isOwnWord: true)
      }
      for item in batch.conversations { try transaction.apply(item, &changes) }
      for item in batch.messages.sorted(by: Self.isEarlier) { try transaction.apply(item, &changes) }
      for item in batch.receipts { try transaction.apply(item, &changes) }
      for number in changes.touched.sorted() { try transaction.refresh(number, at: now) }
      if let watermark {
        // What is there already is no change, and needs no wait for the disk.
        try transaction.run(
          """
          INSERT INTO watermark (type, value) VALUES (?1, ?2) ON CONFLICT (type) DO UPDATE SET value = ?2
            WHERE value <> ?2
          """, [resourceType, watermark])
      }
      return Applied(newMessages: changes.newMessages, changed: changes.changed)
    }
  }

  private static func isEarlier(_ left: ServerMessage, _ right: ServerMessage) -> Bool {
    let early = Instant(seconds: .min)
    return (left.sentAt, left.lastUpdated ?? early, left.reference.id)
      < (right.sentAt, right.lastUpdated ?? early, right.reference.id)
  }

  /// How far a resource type is synced; nil before its first sync.
  package func watermark(for resourceType: String) throws(StoreError) -> String? {
    try read { try $0.value(String.self, "SELECT value FROM watermark WHERE type = ?", [resourceType]) }
  }

  /// Takes over what the server has as all there is of a resource type, of which it had more: what was told of the rest
  /// may have been wrong, and something may have been missed.
  package func noteLoss(of resourceType: String, watermark: String?, at now: Instant) throws(StoreError) {
    try write { transaction in
      try transaction.run("DELETE FROM watermark WHERE type = ?", [resourceType])
      if let watermark {
        try transaction.run("INSERT INTO watermark (type, value) VALUES (?, ?)", [resourceType, watermark])
      }
      try transaction.record(.gap, at: now, conversation: nil, message: nil)
    }
  }

  /// When the mailbox was last in step with the server.
  package func lastSync() throws(StoreError) -> Instant? {
    try read { try $0.value(String.self, "SELECT last_sync FROM meta").flatMap { Instant(key: $0) } }
  }

  /// Notes that the mailbox is in step with the server.
  package func noteSync(at now: Instant) throws(StoreError) {
    try write { try $0.run("UPDATE meta SET last_sync = ?", [now.key]) }
  }

  /// People whose own resources were not asked for yet, those without any name first.
  package func strangers(limit: Int) throws(StoreError) -> [Reference] {
    let sql = "SELECT reference FROM person WHERE asked = 0 ORDER BY name IS NOT NULL, number LIMIT ?"
    return try read { try $0.rows(sql, [limit]) { $0.reference(0) }.compactMap { $0 } }
  }

  /// Notes that the server was asked for people, so that it is not asked again and again.
  package func noteAsked(for people: [Reference]) throws(StoreError) {
    guard !people.isEmpty else { return }
    try write { transaction in
      for person in people {
        try transaction.run("UPDATE person SET asked = 1 WHERE reference = ?", [person.description])
      }
    }
  }

  /// Begins to fetch everything again: from here to `finishFullSync` the store notes what the server still has.
  package func beginFullSync() throws(StoreError) {
    try write { transaction in
      try transaction.run("UPDATE meta SET full_sync = 1, generation = generation + 1")
      try transaction.run("UPDATE person SET asked = 0")
    }
  }

  /// Ends a full sync: messages the server no longer has are retracted, conversations closed.
  ///
  /// The outbox, drafts, cursors and handles are not touched.
  ///
  /// - Parameter isComplete: whether everything that the server has was seen and could be read; else nothing can be said to
  ///   be gone.
  package func finishFullSync(isComplete: Bool = true, at now: Instant) throws(StoreError) {
    try write { transaction in
      guard let generation = try transaction.value(Int64.self, "SELECT generation FROM meta WHERE full_sync = 1")
      else { return }
      try transaction.run("UPDATE meta SET full_sync = 0, last_sync = ?", [now.key])
      guard isComplete else { return }
      let messages = try transaction.rows(
        """
        UPDATE message SET retracted = 1 WHERE reference IS NOT NULL AND seen <> ? AND retracted = 0
          AND number NOT IN (SELECT message FROM outbox WHERE state <> 'sent')
        RETURNING conversation
        """, [generation]
      ) { $0[0] as Int64 }
      let conversations = try transaction.rows(
        """
        UPDATE conversation SET is_closed = 1
        WHERE reference IS NOT NULL AND version IS NOT NULL AND seen <> ? AND is_closed = 0 RETURNING number
        """, [generation]
      ) { $0[0] as Int64 }
      for number in Set(messages + conversations).sorted() {
        try transaction.refresh(number, at: now)
        try transaction.record(.conversationUpdated, at: now, conversation: number, message: nil)
      }
    }
  }
}

extension Transaction {
  /// Keeps the receipt this mailbox wrote as one that is applied already.
  func noteOwnReceipt(
    conversation: Reference, task: Reference, version: String?, readThrough: Reference?, deliveredThrough: Reference?,
    readAlso: [Reference] = [], at now: Instant?
  ) throws {
    guard let me = try me() else { return }
    try run(
      """
      INSERT OR REPLACE INTO receipt (reference, version, conversation, owner, read_through, delivered_through,
        read_also, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        task.description, version, conversation.description, person(me, name: nil), readThrough?.description,
        deliveredThrough?.description, Self.list(readAlso), now?.key,
      ])
  }
}
