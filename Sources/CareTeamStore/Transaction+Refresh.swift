import CareTeamCore
import GRDB

extension Transaction {
  /// Brings everything that is kept about a conversation in step with its messages and receipts.
  ///
  /// The counts are counted anew from an index that covers them, so that no series of changes can make them drift.
  func refresh(_ conversation: Int64, at now: Instant) throws {
    guard
      let row = try row(
        "SELECT reference, members, is_closed, priority, created, subject IS NULL FROM conversation WHERE number = ?",
        [conversation])
    else { return }
    let (isClosed, priority, created) = (row[2] as Bool, Priority(stored: row[3]), row.instant(4))
    let hasNoSubject = row[5] as Bool
    let reference = row.reference(0)
    let people = try participants(in: conversation, members: row[1])
    if let reference { try applyReceipts(of: reference, to: conversation, people: people.count, at: now) }
    let counts = try counts(of: conversation)
    let waiting = try owed(conversation)
    let status = Attention.status(
      isClosed: isClosed, unreadCount: counts.unread, failedCount: counts.failed, waitingOn: waiting,
      priority: priority)
    let last = try last(of: conversation)
    try run(
      """
      UPDATE conversation SET participants = ?, status = ?, waiting_who = ?, waiting_since = ?, message_count = ?,
        unread_count = ?, attachment_count = ?, last_message = ?, last_outgoing = ?, last_sender = ?, last_sent = ?,
        last_preview = ?, first_line = ?, updated = ? WHERE number = ?
      """,
      [
        Self.list(people), status.rawValue, waiting?.who.rawValue, waiting?.since.key, counts.messages, counts.unread,
        counts.attachments, last?.number, last?.isOutgoing, last?.sender, last?.sent,
        stored(last?.preview, .lastPreview, of: conversation),
        stored(hasNoSubject ? firstLine(of: conversation) : nil, .firstLine, of: conversation),
        last?.sent ?? (created ?? now).key, conversation,
      ])
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

  /// Takes over what the receipts say, of which most conversations have none.
  private func applyReceipts(of reference: Reference, to conversation: Int64, people: Int, at now: Instant) throws {
    let hasReceipts =
      try count("SELECT EXISTS (SELECT 1 FROM receipt WHERE conversation = ?)", [reference.description]) > 0
    if hasReceipts { try applyOwnReceipts(conversation, reference: reference) }
    try updateProgress(conversation, receipts: hasReceipts ? reference : nil, people: people, at: now)
  }

  private func counts(of conversation: Int64) throws -> (messages: Int, unread: Int, attachments: Int, failed: Int) {
    let row = try row(
      """
      SELECT count(*), ifnull(sum(outgoing = 0 AND is_read = 0 AND retracted = 0), 0),
        ifnull(sum(attachment_count), 0), ifnull(sum(failed = 1), 0)
      FROM message WHERE conversation = ?
      """, [conversation])
    return (row?[0] ?? 0, row?[1] ?? 0, row?[2] ?? 0, row?[3] ?? 0)
  }

  /// What a conversation shows of its newest message.
  private struct Last {
    var number: Int64
    var isOutgoing: Bool
    var sender: Int64
    var sent: String
    var preview: String
  }

  private func last(of conversation: Int64) throws -> Last? {
    let row = try row(
      """
      SELECT number, outgoing, sender, sent, text FROM message
      WHERE conversation = ? ORDER BY position DESC LIMIT 1
      """, [conversation])
    return try row.map {
      Last(
        number: $0[0], isOutgoing: $0[1], sender: $0[2], sent: $0[3],
        preview: MessagePreview.preview(of: try beginning($0[4], of: $0[0])))
    }
  }

  /// The line that stands for a subject.
  private func firstLine(of conversation: Int64) throws -> String? {
    let first = try row(
      "SELECT number, text FROM message WHERE conversation = ? ORDER BY position LIMIT 1", [conversation])
    return try first.flatMap { Self.firstLine(try beginning($0[1], of: $0[0])) }
  }

  /// As much of a message's text as a preview can need.
  private func beginning(_ stored: DatabaseValue, of message: Int64) throws -> String {
    String(try (texts[message] ?? text(stored, .messageText, of: message)).unicodeScalars.prefix(600))
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
