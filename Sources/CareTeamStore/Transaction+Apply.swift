import CareTeamCore
import GRDB

extension Transaction {
  /// What one change of the mailbox has touched.
  struct Changes {
    /// Conversations to refresh.
    var touched: Set<Int64> = []
    /// Received messages that are new.
    var newMessages: [Handle] = []
    /// Resources that were new or had another version.
    var changed = 0
    /// The number of the full sync under way; 0 outside of one.
    var generation: Int64 = 0
    /// When the mailbox learnt of it.
    var now: Instant
  }

  /// Whether this version of a resource is what the mailbox has.
  private func isKnown(_ version: String?, _ source: String, as stored: String?, _ reference: Reference) throws -> Bool
  {
    if let version { return version == stored }
    return try self.source(reference) == source
  }

  private func keep(_ source: String, of reference: Reference) throws {
    let key = reference.description
    try run(
      "INSERT OR REPLACE INTO source (reference, json) VALUES (?, ?)", [key, stored(source, .source, named: key)])
  }

  /// A resource as the server sent it; nil when it is not here.
  func source(_ reference: Reference) throws -> String? {
    let key = reference.description
    let row = try row("SELECT json FROM source WHERE reference = ?", [key])
    return try row.flatMap { try opened($0[0], .source, named: key) }
  }

  /// Makes a conversation's row when there is none, so that a message which arrives before it is not lost.
  func placeConversation(_ number: Int64, reference: Reference?, at now: Instant) throws {
    guard try count("SELECT EXISTS (SELECT 1 FROM conversation WHERE number = ?)", [number]) == 0 else { return }
    let type = MessageType.other.rawValue
    try run(
      "INSERT INTO conversation (number, reference, updated, type) VALUES (?, ?, ?, ?)",
      [number, reference?.description, now.key, stored(type, .conversationType, of: number)])
  }

  /// Takes over a conversation's resource.
  func apply(_ item: ServerConversation, _ changes: inout Changes) throws {
    let number = try number(in: .conversation, for: item.reference, clientId: item.clientId)
    try placeConversation(number, reference: item.reference, at: changes.now)
    let version = try value(String.self, "SELECT version FROM conversation WHERE number = ?", [number])
    let source = item.source.text()
    let isKnown = try isKnown(item.version, source, as: version, item.reference)
    if isKnown, changes.generation == 0 { return }
    try keep(source, of: item.reference)
    let members = try item.participants.map { try person($0) }
    try run(
      """
      UPDATE conversation SET reference = ?, version = ?, server_status = ?, is_closed = ?, priority = ?, type = ?,
        category = ?, reason = ?, subject = ?, medium = ?, members = ?, patient = ?, created = ?, seen = ?
      WHERE number = ?
      """,
      [
        item.reference.description, item.version, item.serverStatus, item.isClosed, item.priority.rank,
        stored(item.type.rawValue, .conversationType, of: number),
        stored(Coding.stored(item.category), .category, of: number), stored(item.reason, .reason, of: number),
        stored(item.subject, .subject, of: number), stored(item.medium, .medium, of: number), Self.list(members),
        item.patient.map { try person($0) }, item.createdAt?.key, changes.generation, number,
      ])
    changes.touched.insert(number)
    guard !isKnown else { return }
    changes.changed += 1
    try record(.conversationUpdated, at: changes.now, conversation: number, message: nil)
  }

  /// Takes over a message's resource, which may be what the outbox has sent.
  func apply(_ item: ServerMessage, _ changes: inout Changes) throws {
    let isOwn = try item.from.reference == me()
    let clientId = isOwn ? try item.clientId ?? unconfirmed(item) : nil
    // After a mailbox was made anew, a message that has had a handle before is no news.
    let isNews = try changes.generation == 0 || self.number(of: item.reference, in: .message) == nil
    let number = try number(in: .message, for: item.reference, clientId: clientId)
    let stored = try row("SELECT version, reference, conversation FROM message WHERE number = ?", [number])
    let source = item.source.text()
    let isKnown = try stored?[1] as String? != nil && isKnown(item.version, source, as: stored?[0], item.reference)
    if isKnown, changes.generation == 0 { return }
    try keep(source, of: item.reference)
    let conversation = try self.conversation(of: item)
    try placeConversation(conversation, reference: item.conversation, at: changes.now)
    try gather(item.reference, into: conversation)
    if let before = stored?[2] as Int64? { changes.touched.insert(before) }
    changes.touched.insert(conversation)
    try store(item, number, in: conversation, isOwn: isOwn, isNew: stored == nil, changes)
    if stored != nil || !item.attachments.isEmpty { try storeAttachments(item.attachments, of: number) }
    try settleByArrival(number, in: conversation, at: changes.now)
    guard !isKnown else { return }
    changes.changed += 1
    // One's own message was announced when it was sent.
    if stored != nil, stored?[0] as String? == nil, isOwn { return }
    guard stored != nil || isNews else { return }
    try announce(item, number, in: conversation, isOwn: isOwn, isNew: stored == nil, &changes)
  }

  /// The conversation of a message: where what it names is a message, that one's, which may be an answer itself.
  private func conversation(of item: ServerMessage) throws -> Int64 {
    if item.conversation.type == "Communication", item.conversation != item.reference,
      let named = try number(of: item.conversation, in: .message),
      let conversation = try value(Int64.self, "SELECT conversation FROM message WHERE number = ?", [named])
    {
      return conversation
    }
    return try number(in: .conversation, for: item.conversation, clientId: nil)
  }

  /// Takes over the answers to a message that have come before it, as a conversation of their own.
  private func gather(_ message: Reference, into conversation: Int64) throws {
    guard message.type == "Communication", let other = try number(of: message, in: .conversation),
      other != conversation
    else { return }
    try merge(other, into: conversation, in: .conversation)
  }

  /// The message of the outbox that a server without identifiers has stored, where it may have been sent: the same text
  /// in the same second.
  ///
  /// From the outbox on, of which little is unsent: by way of the messages each of one's own would be held against all.
  private func unconfirmed(_ item: ServerMessage) throws -> String? {
    let waiting = try rows(
      """
      SELECT o.client_id, m.number, m.text FROM outbox o INDEXED BY outbox_unsent CROSS JOIN message m ON m.number = o.message
        CROSS JOIN conversation c ON c.number = o.conversation
      WHERE o.state <> 'sent' AND (o.may_exist = 1 OR o.state = 'claimed') AND m.reference IS NULL
        AND m.sent BETWEEN ? AND ? AND (c.reference IS NULL OR c.reference = ?)
      ORDER BY o.number
      """,
      [
        Instant(seconds: item.sentAt.seconds).key,
        Instant(seconds: item.sentAt.seconds, nanoseconds: 999_999_999).key, item.conversation.description,
      ]
    ) { (client: $0[0] as String, text: try text($0[2], .messageText, of: $0[1])) }
    return waiting.first { $0.text == item.text }?.client
  }

  private func announce(
    _ item: ServerMessage, _ number: Int64, in conversation: Int64, isOwn: Bool, isNew: Bool, _ changes: inout Changes
  ) throws {
    guard isNew else {
      return try record(.conversationUpdated, at: changes.now, conversation: conversation, message: nil)
    }
    let kind: MailboxEvent.Kind = isOwn ? .messageSent : .messageReceived
    try record(kind, at: changes.now, conversation: conversation, message: number)
    guard !isOwn else { return }
    changes.newMessages.append(Handle(.message, number))
    try pendReceipt(conversation, reads: false)
  }

  private func store(
    _ item: ServerMessage, _ number: Int64, in conversation: Int64, isOwn: Bool, isNew: Bool, _ changes: Changes
  ) throws {
    // What its writer took back may come without text; what was read is kept then.
    let isKept = !isNew && item.isRetracted && item.text.isEmpty
    texts[number] = isKept ? nil : item.text
    let text = try isKept ? .null : stored(item.text, .messageText, of: number)
    let values: StatementArguments = try [
      conversation, item.reference.description, item.version, item.clientId, isOwn, person(item.from),
      Self.list(item.to.map { try person($0) }),
      item.inReplyTo.map { try self.number(in: .message, for: $0, clientId: nil) },
      item.sentAt.key, item.receivedAt?.key, item.isRetracted, item.priority.rank, Waiting.asks(item.text),
      changes.generation, Self.position(item), text, item.attachments.count, number, item.isRead,
    ]
    guard isNew else {
      return try run(
        """
        UPDATE message SET conversation = ?, reference = ?, version = ?, client_id = ?, outgoing = ?, sender = ?,
          recipients = ?, in_reply_to = ?, sent = ?, received = ?, retracted = ?, priority = ?, asks = ?, seen = ?,
          position = ?, text = ifnull(?16, text), attachment_count = ?17, is_read = max(is_read, ?19)
        WHERE number = ?18
        """, values)
    }
    try run(
      """
      INSERT INTO message (conversation, reference, version, client_id, outgoing, sender, recipients, in_reply_to,
        sent, received, retracted, priority, asks, seen, position, text, attachment_count, number, is_read)
      VALUES (?, ?, ?, ?, ?5, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, max(?5, ?19))
      """, values)
  }

  /// The key of the order in a conversation: sent, then last updated, then id.
  private static func position(_ item: ServerMessage) -> String {
    item.sentAt.key + (item.lastUpdated?.key ?? String(repeating: "0", count: 21)) + item.reference.id
  }

  /// Replaces a message's files, keeping what is known of the bytes here.
  private func storeAttachments(_ files: [ServerAttachment], of message: Int64) throws {
    for (index, file) in files.enumerated() {
      let row = "\(message).\(index + 1)"
      try run(
        """
        INSERT INTO attachment (message, part, url, filename, content_type, size, sha256, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'remote')
        ON CONFLICT (message, part) DO UPDATE SET url = excluded.url, filename = excluded.filename,
          content_type = excluded.content_type, size = ifnull(excluded.size, size),
          sha256 = ifnull(excluded.sha256, sha256), state = CASE WHEN path IS NULL THEN 'remote' ELSE 'stored' END
        """,
        [
          message, index + 1, stored(file.url, .attachmentURL, named: row),
          stored(file.filename, .filename, named: row),
          stored(file.contentType, .contentType, named: row), file.size, stored(file.sha256, .sha256, named: row),
        ])
    }
    try run("DELETE FROM attachment WHERE message = ? AND part > ?", [message, files.count])
  }

  /// Takes over how far a participant has come.
  func apply(_ item: ServerReceipt, _ changes: inout Changes) throws {
    let stored = try row("SELECT version FROM receipt WHERE reference = ?", [item.reference.description])
    if let stored, item.version != nil, stored[0] as String? == item.version { return }
    try run(
      """
      INSERT OR REPLACE INTO receipt (reference, version, conversation, owner, read_through, delivered_through,
        read_also, at, unapplied) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        item.reference.description, item.version, item.conversation.description,
        person(item.owner, name: nil), item.readThrough?.description, item.deliveredThrough?.description,
        Self.list(item.readAlso), item.at?.key,
        item.owner == me(),
      ])
    changes.changed += 1
    if let number = try value(
      Int64.self, "SELECT number FROM conversation_handle WHERE reference = ?", [item.conversation.description])
    {
      changes.touched.insert(number)
    }
  }
}
