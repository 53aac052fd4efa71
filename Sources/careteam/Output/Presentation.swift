import CareTeamCore

/// What a command shows, before it is known how: data for scripts and cells for people side by side.
struct Presentation: Sendable {
  /// The name and version of the JSON, such as `careteam.list/1`.
  var schema: String
  /// The members of the JSON object beside `schema` and the list.
  var members: [(String, JSON)] = []
  /// The JSON of a list; nil where the members are all there is.
  @Later var items: [JSON]? = nil
  /// The name of the list in the JSON object.
  var list = "items"
  /// What NDJSON prints instead of the items, where a line is less than an item.
  @Later var lines: [JSON]? = nil
  /// What the log finds in the items, where that is known without making them.
  var logged: [JSON]?
  /// The columns of the table.
  var columns: [Presentation.Column] = []
  /// The cells of the table, a row an item.
  var rows: [[String]] = []
  /// The names and fields of TSV, where they differ from the table's.
  var tsv: (columns: [String], rows: [[String]])?
  /// What a person reads on a terminal instead of a table.
  var text: [Paragraph]?
  /// Whether its table is worth a pager on a terminal.
  var isPaged = false
  /// What is printed exactly as it is, whatever the format: text or FHIR asked for as such.
  var verbatim: [String]?
  /// A document that is printed as it is in every format but JSON.
  var document: String?
  /// A JSON document that is all there is to print, in any format.
  var jsonDocument: JSON?
  /// What is said on standard error after it, such as what to do next.
  var remarks: [String] = []

  /// A column of the table.
  struct Column: Sendable {
    /// The heading.
    var title: String
    /// The name of its JSON field, for `--fields`.
    var field: String
    /// Whether it gives up width when the terminal is narrow.
    var isFlexible = false
    /// The least width of the terminal in which it is shown.
    var minimumTerminalWidth = 0
    /// Whether it stands to the right.
    var isNumber = false
    /// The most cells it takes; nil for as many as its values need.
    var maximum: Int?
    /// Where not even the least widths fit, the column of the highest rank goes first.
    var rank = 0
  }

  /// A piece of text for a person: a heading line or a body of several lines.
  enum Paragraph: Sendable {
    /// One line, bold where there is colour.
    case heading(String)
    /// One line.
    case line(String)
    /// A text from outside, wrapped to the terminal.
    case body(String)
  }

  init(schema: String) { self.schema = schema }

  /// The whole JSON object.
  var json: JSON {
    var members = members
    if let items { members.append((list, .array(items))) }
    return .object(JSONObject([("schema", .string(schema))] + members))
  }
}
