package import CareTeamCore
import GRDB

extension MailboxStore {
  /// The conversations of a query, newest activity first, ties by handle.
  package func conversations(_ query: ConversationQuery) throws(StoreError) -> [Conversation] {
    try read { try $0.conversations(query) }
  }

  /// The handles of all conversations, in the order of the list.
  package func conversationHandles() throws(StoreError) -> [Handle] {
    try read { transaction in
      try transaction.rows("SELECT number FROM conversation ORDER BY updated DESC, number") {
        Handle(.conversation, $0[0])
      }
    }
  }

  /// One conversation.
  package func conversation(_ handle: Handle) throws(StoreError) -> Conversation? {
    guard handle.kind == .conversation else { return nil }
    return try read { try $0.conversation(handle.number) }
  }

  /// The messages of a conversation, oldest first; only the newest so many when told.
  package func messages(in conversation: Handle, last: Int?) throws(StoreError) -> [Message] {
    guard conversation.kind == .conversation else { return [] }
    return try read { try $0.messages(in: conversation.number, last: last) }
  }

  /// One message, also by the handle of one of its attachments.
  package func message(_ handle: Handle) throws(StoreError) -> Message? {
    guard handle.kind == .message else { return nil }
    return try read { try $0.message(handle.number) }
  }

  /// What `careteam status` says.
  package func totals() throws(StoreError) -> MailboxTotals {
    try read { transaction in
      let attention = try transaction.attention()
      let failed = try transaction.count("SELECT count(*) FROM outbox WHERE state = 'failed'")
      let unsent = try transaction.count("SELECT count(*) FROM outbox WHERE state <> 'sent'")
      return MailboxTotals(
        unreadCount: attention.unread, unreadConversations: attention.unreadConversations,
        needsAttention: attention.conversations, urgent: attention.urgent, waitingOnMe: attention.waitingOnMe,
        queued: unsent - failed, failed: failed)
    }
  }

  /// Everyone the mailbox knows, by name.
  package func people() throws(StoreError) -> [Participant] {
    try read { transaction in
      let numbers = try transaction.rows("SELECT number FROM person ORDER BY number") { $0[0] as Int64 }
      // As SQLite orders text, byte by byte; those of one name stay in the order of their numbers.
      return try numbers.map { try transaction.participant($0) }
        .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
  }

  /// A resource as the server sent it.
  package func source(of reference: Reference) throws(StoreError) -> JSON? {
    let text = try read { try $0.source(reference) }
    guard !reference.isThread, let text else { return nil }
    do {
      return try JSON(parsing: text)
    } catch {
      throw .damaged("\(reference): \(error.message)")
    }
  }

  /// One attachment.
  package func attachment(_ handle: Handle) throws(StoreError) -> Attachment? {
    guard handle.kind == .message, let part = handle.part else { return nil }
    return try read { try $0.attachments(of: handle.number).first { $0.handle.part == part } }
  }
}

extension Transaction {
  /// What there is to count of the conversations that need attention: whatever is unread, or open and waits for the user,
  /// is in one of them.
  ///
  /// One walk through an index that has all of it (`conversation_attention`).
  func attention() throws -> (
    conversations: Int, urgent: Int, unread: Int, unreadConversations: Int, waitingOnMe: Int
  ) {
    let row = try row(
      """
      SELECT count(*), ifnull(sum(priority > 0), 0), ifnull(sum(unread_count), 0), ifnull(sum(unread_count > 0), 0),
        ifnull(sum(waiting_who IS 'me' AND is_closed = 0), 0)
      FROM conversation INDEXED BY conversation_attention WHERE status = 'needs-attention'
      """)
    return (row?[0] ?? 0, row?[1] ?? 0, row?[2] ?? 0, row?[3] ?? 0, row?[4] ?? 0)
  }
}
