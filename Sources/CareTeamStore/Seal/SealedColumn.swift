/// A column with text about a person's health, which a sealed mailbox has as AES-GCM.
///
/// What orders and counts stays plain: handles, the server's ids, times, states, priorities, numbers and sizes.
struct SealedColumn: Sendable, Hashable {
  /// The table.
  let table: String
  /// The column.
  let name: String

  private init(_ table: String, _ name: String) { (self.table, self.name) = (table, name) }

  static let userName = SealedColumn("meta", "user_name")
  static let personName = SealedColumn("person", "name")
  static let conversationType = SealedColumn("conversation", "type")
  static let category = SealedColumn("conversation", "category")
  static let reason = SealedColumn("conversation", "reason")
  static let subject = SealedColumn("conversation", "subject")
  static let medium = SealedColumn("conversation", "medium")
  static let firstLine = SealedColumn("conversation", "first_line")
  static let lastPreview = SealedColumn("conversation", "last_preview")
  static let messageText = SealedColumn("message", "text")
  static let attachmentURL = SealedColumn("attachment", "url")
  static let filename = SealedColumn("attachment", "filename")
  static let contentType = SealedColumn("attachment", "content_type")
  static let sha256 = SealedColumn("attachment", "sha256")
  static let sha1 = SealedColumn("attachment", "sha1")
  static let source = SealedColumn("source", "json")
  static let lastError = SealedColumn("outbox", "last_error")
  static let newConversation = SealedColumn("draft", "new_conversation")
  static let draftAttachments = SealedColumn("draft", "attachments")
  static let draftText = SealedColumn("draft", "text")

  /// All of them, by table.
  static let all: [String: [SealedColumn]] = Dictionary(
    grouping: [
      userName, personName, conversationType, category, reason, subject, medium, firstLine, lastPreview, messageText,
      attachmentURL, filename, contentType, sha256, sha1, source, lastError, newConversation, draftAttachments,
      draftText,
    ], by: \.table)

  /// The columns by which a row of a table is told from the others, in the order in which they stand in its name.
  ///
  /// A draft has its client id: it is sealed before it has a number.
  static func key(of table: String) -> [String] {
    switch table {
    case "meta": ["id"]
    case "attachment": ["message", "part"]
    case "source": ["reference"]
    case "draft": ["client_id"]
    default: ["number"]
    }
  }
}
