import CareTeamCore
import GRDB

extension Transaction {
  private static let columns = """
    SELECT number, reference, status, server_status, is_closed, priority, type, category, reason, subject, first_line,
      medium, participants, patient, unread_count, message_count, attachment_count, waiting_who, waiting_since,
      last_message, last_outgoing, last_sender, last_sent, last_preview, created, updated
    FROM conversation
    """

  /// The conversations of a query, in the order of the list.
  func conversations(_ query: ConversationQuery) throws -> [Conversation] {
    let (conditions, arguments) = Self.conditions(query)
    let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    // Without a name or type to look for SQLite itself stops at the limit; with one the walk along the index stops there.
    let limit = query.with == nil && query.type == nil ? query.limit.map { " LIMIT \(max(0, $0))" } ?? "" : ""
    let sql = Self.columns + filter + " ORDER BY updated DESC, number" + limit
    let wanted = try query.with.map { try people(matching: $0) }
    var found: [Conversation] = []
    let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
    while found.count < query.limit ?? .max, let row = try cursor.next() {
      if let wanted, wanted.isDisjoint(with: Self.numbers(row[12])) { continue }
      if let type = query.type, try text(row[6], .conversationType, of: row[0]) != type.rawValue { continue }
      found.append(try conversation(row))
    }
    return found
  }

  private static func conditions(_ query: ConversationQuery) -> ([String], StatementArguments) {
    var conditions: [String] = []
    var arguments: StatementArguments = []
    func add(_ condition: String, _ argument: String) {
      conditions.append(condition)
      arguments += [argument]
    }
    if query.unreadOnly { conditions.append("unread_count > 0") }
    if query.waitingOnly { conditions.append("waiting_who IS NOT NULL") }
    if let status = query.status { add("status = ?", status.rawValue) }
    if let since = query.since { add("updated >= ?", since.key) }
    if let priority = query.priority { conditions.append("priority = \(priority.rank)") }
    return (conditions, arguments)
  }

  /// The people whose name contains a text, whatever its case, or whose id or reference it is.
  private func people(matching text: String) throws -> Set<Int64> {
    let wanted = text.lowercased()
    let everyone = try rows("SELECT number, reference, name FROM person") {
      (number: $0[0] as Int64, reference: $0.reference(1), name: try opened($0[2], .personName, of: $0[0]))
    }
    return Set(
      everyone.filter { person in
        person.reference?.id == text || person.reference?.description == text
          || person.name?.lowercased().contains(wanted) == true
      }.map(\.number))
  }

  /// One conversation.
  func conversation(_ number: Int64) throws -> Conversation? {
    try row(Self.columns + " WHERE number = ?", [number]).map { try conversation($0) }
  }

  private func conversation(_ row: Row) throws -> Conversation {
    let number = row[0] as Int64
    let waiting = (row[17] as String?).flatMap { WaitingOn.Who(rawValue: $0) }
    let type = MessageType(rawValue: try text(row[6], .conversationType, of: number)) ?? .other
    let subject = try opened(row[9], .subject, of: number) ?? opened(row[10], .firstLine, of: number)
    let category = Coding.codings(stored: try opened(row[7], .category, of: number))
    let (reason, medium) = try (opened(row[8], .reason, of: number), opened(row[11], .medium, of: number))
    return Conversation(
      handle: Handle(.conversation, number), reference: row.reference(1),
      status: ConversationStatus(rawValue: row[2]) ?? .active, serverStatus: row[3], isClosed: row[4],
      priority: Priority(stored: row[5]), type: type, category: category, reason: reason, subject: subject,
      medium: medium,
      participants: try participants(row[12]), patient: try (row[13] as Int64?).map { try participant($0) },
      unreadCount: row[14], messageCount: row[15], attachmentCount: row[16],
      waitingOn: waiting.flatMap { who in row.instant(18).map { WaitingOn(who: who, since: $0) } },
      lastMessage: try preview(row), createdAt: row.instant(24),
      updatedAt: row.instant(25) ?? Instant(seconds: 0))
  }

  private func preview(_ row: Row) throws -> MessagePreview? {
    guard let number = row[19] as Int64?, let sender = row[21] as Int64?, let sentAt = row.instant(22) else {
      return nil
    }
    let reference = try value(String.self, "SELECT reference FROM message_handle WHERE number = ?", [number])
    return MessagePreview(
      handle: Handle(.message, number), reference: reference.flatMap { Reference($0) },
      direction: row[20] ? .outgoing : .incoming, from: try participant(sender), sentAt: sentAt,
      preview: try opened(row[23], .lastPreview, of: row[0]) ?? "")
  }

  /// A conversation's handle and resource.
  func link(_ conversation: Int64) throws -> ConversationLink {
    let text = try value(String.self, "SELECT reference FROM conversation WHERE number = ?", [conversation])
    return ConversationLink(handle: Handle(.conversation, conversation), reference: text.flatMap { Reference($0) })
  }
}
