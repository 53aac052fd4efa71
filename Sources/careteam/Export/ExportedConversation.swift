import CareTeamCore

/// A conversation as it is exported.
struct ExportedConversation: Sendable {
  var conversation: Conversation
  /// All its messages, oldest first.
  var all: [Message]
  /// Those that are exported, with their files where these were put.
  var messages: [Message]
  /// The resources of the conversation and of these messages, as the server sent them.
  var resources: [JSON] = []
  /// Attachments that could do something when they are opened.
  var risky: Set<Handle> = []

  /// What names it, for people.
  var subject: String { conversation.subject ?? "(no subject)" }
}

/// A piece of an export.
enum ExportPiece: Sendable {
  case text(String)
  /// The base64 of a file of the mailbox's, in lines for a mail.
  case file(Attachment, inLines: Bool)
}

/// Makes the text of an export in one format: the beginning, a conversation after the other, and the end.
protocol ExportWriter: Sendable {
  /// What stands before the first conversation.
  func beginning() -> String

  /// A conversation.
  mutating func pieces(of exported: ExportedConversation) -> [ExportPiece]

  /// What stands behind the last one.
  func ending() -> String
}

extension OutputFormat {
  /// What makes an export in this format.
  func exportWriter(_ facts: ExportFacts) -> any ExportWriter {
    switch self {
    case .json: JSONExport(facts: facts)
    case .ndjson: LineExport(facts: facts)
    case .csv: TableExport(facts: facts, isTSV: false)
    case .tsv: TableExport(facts: facts, isTSV: true)
    case .html: PageExport(facts: facts)
    case .mbox: MailExport(facts: facts)
    case .fhir: BundleExport(facts: facts)
    case .text, .table, .records, .mime: TextExport(facts: facts)
    }
  }

  /// Whether an export in it holds the files themselves.
  var embedsFiles: Bool { self == .mbox || self == .fhir }

  /// What the name of such a file ends with.
  var exportSuffix: String {
    switch self {
    case .json, .fhir: "json"
    case .ndjson, .csv, .tsv, .html, .mbox: rawValue
    case .text, .table, .records, .mime: "txt"
    }
  }

  /// The format that a file's name stands for; nil for one that stands for none.
  init?(exportFile name: String) {
    let suffix = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    switch suffix {
    case "txt": self = .text
    case "htm": self = .html
    case "jsonl": self = .ndjson
    case "json", "ndjson", "csv", "tsv", "html", "mbox": self.init(rawValue: suffix)
    default: return nil
    }
  }
}
