import CareTeamCore
import GRDB

/// Reads messages as a query sees them, and remembers what they share.
final class SearchLibrary {
  private let transaction: Transaction
  private var people: [Int64: SearchDocument.Person] = [:]
  private var conversations: [Int64: Shelf] = [:]

  /// What is known of a conversation.
  private struct Shelf {
    var context: SearchDocument.Context
    var hasSubject: Bool
  }

  /// Whether anything asks for the type of a conversation, which is sealed.
  private let needsType: Bool

  init(_ transaction: Transaction, needsType: Bool) {
    self.transaction = transaction
    self.needsType = needsType
  }

  /// A message as it is searched, with its text for a piece of it.
  struct Volume {
    var document: SearchDocument
    var text: String
    /// Its place among messages of the same time (see `Transaction.position`).
    var position: String
    var conversation: Int64
    var sender: Int64
    var recipients: [Int64]
  }

  /// A message; nil when it is gone.
  func volume(_ message: Int64) throws -> Volume? {
    let row = try transaction.row(
      """
      SELECT conversation, sender, recipients, sent, position, text, is_read, attachment_count FROM message
      WHERE number = ?
      """, [message])
    guard let row else { return nil }
    let (conversation, sender) = (row[0] as Int64, row[1] as Int64)
    let recipients = Transaction.numbers(row[2])
    let text = SearchDocument.readable(try transaction.text(row[5], .messageText, of: message))
    var shelf = try shelf(conversation)
    if !shelf.hasSubject, try isFirst(message, in: conversation) {
      shelf.context.subject = SearchWord.words(of: Transaction.firstLine(text) ?? "")
    }
    let document = SearchDocument(
      words: SearchWord.words(of: text), files: row[7] > 0 ? try files(message) : [], from: try person(sender),
      to: try recipients.map { try person($0) }, sentAt: row.instant(3) ?? Instant(seconds: 0), isRead: row[6],
      conversation: shelf.context)
    return Volume(
      document: document, text: text, position: row[4], conversation: conversation, sender: sender,
      recipients: recipients)
  }

  private func person(_ number: Int64) throws -> SearchDocument.Person {
    if let known = people[number] { return known }
    let person = SearchDocument.Person(try transaction.participant(number))
    people[number] = person
    return person
  }

  private func files(_ message: Int64) throws -> [[SearchWord]] {
    try transaction.rows("SELECT filename, part FROM attachment WHERE message = ? ORDER BY part", [message]) {
      let name = try transaction.opened($0[0], .filename, named: "\(message).\($0[1] as Int)")
      return SearchWord.words(of: name ?? "")
    }
  }

  private func shelf(_ number: Int64) throws -> Shelf {
    if let known = conversations[number] { return known }
    let row = try transaction.row(
      """
      SELECT subject, status, priority, type, waiting_who, participants, reference FROM conversation WHERE number = ?
      """, [number])
    guard let row else { throw StoreError.damaged("conversation \(number) is missing") }
    let subject = try transaction.opened(row[0], .subject, of: number)
    let type = needsType ? try transaction.text(row[3], .conversationType, of: number) : ""
    let context = SearchDocument.Context(
      link: ConversationLink(handle: Handle(.conversation, number), reference: row.reference(6)),
      subject: SearchWord.words(of: subject ?? ""),
      status: ConversationStatus(rawValue: row[1]) ?? .active, priority: Priority(stored: row[2]),
      type: MessageType(rawValue: type) ?? .other, isWaiting: row[4] as String? != nil,
      participants: try Transaction.numbers(row[5]).map { try person($0) })
    let shelf = Shelf(context: context, hasSubject: subject != nil)
    conversations[number] = shelf
    return shelf
  }

  /// Whether a message is its conversation's first, whose first line stands for a subject where there is none.
  private func isFirst(_ message: Int64, in conversation: Int64) throws -> Bool {
    try transaction.value(
      Int64.self, "SELECT number FROM message WHERE conversation = ? ORDER BY position LIMIT 1", [conversation])
      == message
  }
}
