package import CareTeamCore
import GRDB

extension MailboxStore {
  /// Keeps a draft: a new one gets a handle, one with a handle or a client id that is here already is replaced.
  package func save(_ draft: Draft) throws(StoreError) -> Draft {
    try write { try $0.save(draft) }
  }

  /// Every draft, newest change first.
  package func drafts() throws(StoreError) -> [Draft] {
    try read { try $0.drafts(" ORDER BY updated DESC, number", []) }
  }

  /// One draft.
  package func draft(_ handle: Handle) throws(StoreError) -> Draft? {
    guard handle.kind == .draft else { return nil }
    return try read { try $0.drafts(" WHERE number = ?", [handle.number]).first }
  }

  /// Removes a draft.
  ///
  /// - Returns: whether there was one.
  package func removeDraft(_ handle: Handle) throws(StoreError) -> Bool {
    try write { transaction in
      try transaction.run("DELETE FROM draft WHERE number = ?", [handle.number])
      return transaction.db.changesCount > 0
    }
  }
}

extension Transaction {
  /// Keeps a draft; see `MailboxStore.save`.
  func save(_ draft: Draft) throws -> Draft {
    var draft = draft
    if draft.handle == nil {
      let known = try value(Int64.self, "SELECT number FROM draft WHERE client_id = ?", [draft.clientId])
      draft.handle = known.map { Handle(.draft, $0) }
    }
    var (conversation, new): (Int64?, String?)
    switch draft.target {
    case .reply(let handle): (conversation, new) = (handle.number, nil)
    case .conversation(let begun): (conversation, new) = (nil, begun.stored.text())
    }
    try check(draft.attachments)
    let (key, files) = (draft.clientId, JSON.array(draft.attachments.map(\.stored)).text())
    try run(
      """
      INSERT OR REPLACE INTO draft (number, client_id, conversation, new_conversation, in_reply_to, attachments,
        updated, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        draft.handle?.number, key, conversation, stored(new, .newConversation, named: key), draft.inReplyTo?.number,
        stored(files, .draftAttachments, named: key), draft.updatedAt.key, stored(draft.text, .draftText, named: key),
      ])
    if draft.handle == nil { draft.handle = Handle(.draft, db.lastInsertedRowID) }
    return draft
  }

  /// The drafts of a filter.
  func drafts(_ filter: String, _ arguments: StatementArguments) throws -> [Draft] {
    let me = try me()
    return try rows(
      """
      SELECT number, client_id, conversation, new_conversation, in_reply_to, attachments, updated, text FROM draft
      """ + filter, arguments
    ) { row in
      let key = row[1] as String
      let begun = try opened(row[3], .newConversation, named: key).map {
        try NewConversation(stored: JSON(parsing: $0), me: me)
      }
      return Draft(
        handle: Handle(.draft, row[0]),
        target: begun.map(Draft.Target.conversation) ?? .reply(to: Handle(.conversation, row[2] ?? 0)),
        text: try opened(row[7], .draftText, named: key) ?? "",
        attachments: try JSON(parsing: try opened(row[5], .draftAttachments, named: key) ?? "[]").array
          .map { json in
            var file = DraftAttachment(stored: json)
            file.path = place(ofCopy: file.path)
            return file
          },
        inReplyTo: (row[4] as Int64?).map { Handle(.message, $0) }, clientId: key,
        updatedAt: row.instant(6) ?? Instant(seconds: 0))
    }
  }
}
