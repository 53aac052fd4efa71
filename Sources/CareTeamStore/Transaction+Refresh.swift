import CareTeamCore
import GRDB

extension Transaction {
  /// Brings everything that is kept about a conversation in step with its messages and receipts.
  ///
  /// The counts are counted anew from an index that covers them, so that no series of changes can make them drift.
  func refresh(_ conversation: Int64, at now: Instant) throws {
    guard
      let row = try row(
        "SELECT reference, members, is_closed, priority, created FROM conversation WHERE number = ?", [conversation])
    else { return }
    let reference = row.reference(0)
    let (isClosed, priority, created) = (row[2] as Bool, Priority(stored: row[3]), row.instant(4))
    let people = try participants(in: conversation, members: row[1])
    if let reference {
      try applyOwnReceipts(conversation, reference: reference)
      try updateProgress(conversation, reference: reference, people: people.count, at: now)
    }
    try updateCounts(conversation)
    try updateLast(conversation, fallback: created ?? now)
    let counts = try self.row(
      """
      SELECT unread_count, (SELECT count(*) FROM message WHERE conversation = c.number AND failed = 1)
      FROM conversation c WHERE number = ?
      """, [conversation])
    let waiting = try owed(conversation)
    let status = Attention.status(
      isClosed: isClosed, unreadCount: counts?[0] ?? 0, failedCount: counts?[1] ?? 0, waitingOn: waiting,
      priority: priority)
    try run(
      "UPDATE conversation SET participants = ?, status = ?, waiting_who = ?, waiting_since = ? WHERE number = ?",
      [Self.list(people), status.rawValue, waiting?.who.rawValue, waiting?.since.key, conversation])
  }

  /// The participants the resource names, and everyone who has written; as long as the resource is not there, the
  /// recipients too.
  private func participants(in conversation: Int64, members: String) throws -> [Int64] {
    let senders = try rows(
      "SELECT DISTINCT sender FROM message WHERE conversation = ? ORDER BY position", [conversation]
    ) { $0[0] as Int64 }
    var people = Self.numbers(members)
    if people.isEmpty {
      let lists = try rows("SELECT DISTINCT recipients FROM message WHERE conversation = ?", [conversation]) {
        $0[0] as String
      }
      people = senders + lists.flatMap(Self.numbers)
    }
    return Self.numbers(Self.list(people + senders))
  }

  private func updateCounts(_ conversation: Int64) throws {
    try run(
      """
      UPDATE conversation SET (message_count, unread_count, attachment_count) = (
        SELECT count(*), ifnull(sum(outgoing = 0 AND is_read = 0 AND retracted = 0), 0),
          ifnull(sum(attachment_count), 0)
        FROM message WHERE conversation = ?)
      WHERE number = ?
      """,
      [conversation, conversation])
  }

  private func updateLast(_ conversation: Int64, fallback: Instant) throws {
    let last = try row(
      """
      SELECT number, outgoing, sender, sent, text FROM message
      WHERE conversation = ? ORDER BY position DESC LIMIT 1
      """, [conversation])
    let first = try self.row(
      "SELECT number, text FROM message WHERE conversation = ? ORDER BY position LIMIT 1", [conversation])
    let preview = try last.map { MessagePreview.preview(of: try beginning($0[4], of: $0[0])) }
    let line = try first.flatMap { Self.firstLine(try beginning($0[1], of: $0[0])) }
    try run(
      """
      UPDATE conversation SET last_message = ?, last_outgoing = ?, last_sender = ?, last_sent = ?, last_preview = ?,
        first_line = ?, updated = ? WHERE number = ?
      """,
      [
        last?[0] as Int64?, last?[1] as Bool?, last?[2] as Int64?, last?[3] as String?,
        stored(preview, .lastPreview, of: conversation), stored(line, .firstLine, of: conversation),
        last?[3] as String? ?? fallback.key, conversation,
      ])
  }

  /// As much of a message's text as a preview can need.
  private func beginning(_ stored: DatabaseValue, of message: Int64) throws -> String {
    String(try text(stored, .messageText, of: message).unicodeScalars.prefix(600))
  }

  /// A text's first line that is not empty.
  static func firstLine(_ text: String) -> String? {
    var rest = text[...]
    while !rest.isEmpty {
      let end = rest.utf8.firstIndex { $0 == 0x0A || $0 == 0x0D || $0 > 0x7F }
      let stop =
        end.map { rest.utf8[$0] > 0x7F ? rest.firstIndex(where: \.isNewline) ?? rest.endIndex : $0 } ?? rest.endIndex
      let line = MessagePreview.preview(of: String(rest[..<stop]))
      if !line.isEmpty { return line }
      rest = stop < rest.endIndex ? rest[rest.index(after: stop)...] : ""
    }
    return nil
  }

  /// Who owes an answer, by the messages since the last change of sides.
  private func owed(_ conversation: Int64) throws -> WaitingOn? {
    let mine = try me().map { Participant.Role(resourceType: $0.type).isPatientSide } ?? true
    var run: [Waiting.Turn] = []
    let cursor = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT outgoing, sender, asks, sent FROM message
          WHERE conversation = ? AND retracted = 0 AND failed = 0 ORDER BY position DESC
          """), arguments: [conversation])
    while let row = try cursor.next() {
      let isPatientSide = try participant(row[1]).role.isPatientSide
      if let side = run.last?.isFromPatientSide, side != isPatientSide { break }
      // What someone else of the user's own side wrote asks the other side, as the user's own words do.
      run.append(
        Waiting.Turn(
          direction: row[0] || isPatientSide == mine ? .outgoing : .incoming, isFromPatientSide: isPatientSide,
          asks: row[2], sentAt: row.instant(3) ?? Instant(seconds: 0)))
    }
    return Waiting.owed(after: run.reversed())
  }
}

extension Priority {
  /// The priority of a stored rank.
  init(stored rank: Int) { self = Self.allCases.first { $0.rank == rank } ?? .routine }
}
