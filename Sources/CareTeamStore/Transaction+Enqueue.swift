import CareTeamCore
import GRDB

extension Transaction {
  /// Puts a draft into the outbox, or finds that it is there already.
  func enqueue(_ draft: Draft, at now: Instant) throws -> Enqueued {
    if let entry = try earlier(draft, at: now) {
      try removeDraft(draft)
      return Enqueued(entry: entry, duplicate: true)
    }
    let conversation = try conversation(for: draft, at: now)
    let message = try number(in: .message, forClientId: draft.clientId)
    try insert(draft, as: message, in: conversation, at: now)
    var begins = false
    if case .conversation = draft.target { begins = true }
    try run(
      """
      INSERT INTO outbox (client_id, state, conversation, message, begins, created)
      VALUES (?, 'queued', ?, ?, ?, ?)
      """, [draft.clientId, conversation, message, begins, now.key])
    let number = db.lastInsertedRowID
    try removeDraft(draft)
    try refresh(conversation, at: now)
    guard let entry = try entry(number) else { throw StoreError.damaged("outbox item \(number) is missing") }
    return Enqueued(entry: entry, duplicate: false)
  }

  private func removeDraft(_ draft: Draft) throws {
    try run("DELETE FROM draft WHERE number IS ? OR client_id = ?", [draft.handle?.number, draft.clientId])
  }

  /// The item of the same client id; with another text, other files, in another conversation or to others the id is taken.
  func earlier(_ draft: Draft, at now: Instant) throws -> OutboxEntry? {
    let row = try row(
      """
      SELECT m.number, m.text, m.conversation, o.number, m.recipients FROM message_handle h JOIN message m ON m.number = h.number
        LEFT JOIN outbox o ON o.message = m.number
      WHERE h.client_id = ?1 OR (h.number = (SELECT number FROM message WHERE client_id = ?1 AND outgoing = 1))
      ORDER BY o.number IS NULL LIMIT 1
      """, [draft.clientId])
    guard let row else { return nil }
    let conversation = Handle(.conversation, row[2])
    guard try text(row[1], .messageText, of: row[0]) == draft.text, try hasFiles(of: draft, row[0]),
      try isMeant(by: draft.target, row[0], to: row[4], in: conversation)
    else {
      throw StoreError.clientIdTaken(draft.clientId)
    }
    if let number = row[3] as Int64? { return try entry(number) }
    // Sent from another device, or before the mailbox was made anew: the server has it.
    try run(
      """
      INSERT INTO outbox (client_id, state, conversation, message, begins, created) VALUES (?, 'sent', ?, ?, 0, ?)
      """, [draft.clientId, conversation.number, row[0] as Int64, now.key])
    return try entry(db.lastInsertedRowID)
  }

  /// Whether a message has a draft's files, as far as its server says what it has. A picture of the same name is the same:
  /// its bytes depend on what was taken out of it.
  private func hasFiles(of draft: Draft, _ message: Int64) throws -> Bool {
    let files = try attachments(of: message)
    guard files.count == draft.attachments.count else { return false }
    return zip(files, draft.attachments).allSatisfy { known, file in
      known.sha256 == nil || known.sha256 == file.sha256
        || file.contentType.hasPrefix("image/") && known.filename == file.filename
    }
  }

  /// Whether a message is what a draft of this target became: an answer in its conversation, or the first message of a new
  /// one to the same people, about the same patient and by the same name.
  private func isMeant(
    by target: Draft.Target, _ message: Int64, to recipients: String, in conversation: Handle
  ) throws -> Bool {
    let first = try value(
      Int64.self, "SELECT number FROM message WHERE conversation = ? ORDER BY position LIMIT 1", [conversation.number])
    switch target {
    case .reply(let handle): return handle == conversation
    case .conversation(let new):
      guard first == message, let known = try self.conversation(conversation.number) else { return false }
      let people = try Set(participants(recipients).map(\.reference))
      return people == Set(new.recipients.map(\.reference)) && known.subject == new.subject
        && (known.patient == nil || known.patient?.reference == new.patient.reference)
    }
  }

  /// The conversation the draft goes to, made when the draft begins one.
  private func conversation(for draft: Draft, at now: Instant) throws -> Int64 {
    switch draft.target {
    case .reply(let handle):
      guard handle.kind == .conversation, try exists(handle) else { throw StoreError.unknown(handle.description) }
      return handle.number
    case .conversation(let new):
      let number = try number(in: .conversation, forClientId: draft.clientId)
      var members = try new.recipients.map { try person($0) }
      if let me = try me() { members.insert(try person(me, name: nil), at: 0) }
      try placeConversation(number, reference: nil, at: now)
      try run(
        """
        UPDATE conversation SET priority = ?, type = ?, reason = ?, subject = ?, members = ?, patient = ?, created = ?
        WHERE number = ?
        """,
        [
          new.priority.rank, stored(new.type.rawValue, .conversationType, of: number),
          stored(new.subject, .reason, of: number), stored(new.subject, .subject, of: number), Self.list(members),
          person(new.patient), now.key, number,
        ])
      return number
    }
  }

  private func insert(_ draft: Draft, as message: Int64, in conversation: Int64, at now: Instant) throws {
    guard let me = try me() else { throw StoreError.noAccount }
    let (recipients, priority) = try addressees(draft, in: conversation, me: me)
    let position = now.key + String(repeating: "9", count: 21) + pad(message)
    try run(
      """
      INSERT INTO message (number, conversation, client_id, outgoing, sender, recipients, in_reply_to, sent, is_read,
        priority, asks, attachment_count, position, text) VALUES (?, ?, ?, 1, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)
      """,
      [
        message, conversation, draft.clientId, person(me, name: nil), recipients, draft.inReplyTo?.number, now.key,
        priority, Waiting.asks(draft.text), draft.attachments.count, position,
        stored(draft.text, .messageText, of: message),
      ])
    try check(draft.attachments)
    for (index, file) in draft.attachments.enumerated() {
      let row = "\(message).\(index + 1)"
      try run(
        """
        INSERT INTO attachment (message, part, filename, content_type, size, sha256, sha1, state, path)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?)
        """,
        [
          message, index + 1, stored(file.filename, .filename, named: row),
          stored(file.contentType, .contentType, named: row),
          file.size, stored(file.sha256, .sha256, named: row), stored(file.sha1, .sha1, named: row), file.path,
        ])
    }
  }

  /// Everyone else in the conversation, and its priority.
  private func addressees(_ draft: Draft, in conversation: Int64, me: Reference) throws -> (String, Int) {
    let row = try row("SELECT participants, priority FROM conversation WHERE number = ?", [conversation])
    if case .conversation(let new) = draft.target {
      return try (Self.list(new.recipients.map { try person($0) }), new.priority.rank)
    }
    let others = try Self.numbers(row?[0] ?? "").filter { try participant($0).reference != me }
    return (Self.list(others), row?[1] ?? 0)
  }

  /// A number whose text sorts as it does.
  private func pad(_ number: Int64) -> String {
    let digits = String(number)
    return String(repeating: "0", count: 19 - digits.count) + digits
  }
}
