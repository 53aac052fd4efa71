import CareTeamCore

/// What one kind of output is: its name and version, its form, and the fields that `--fields` can choose.
///
/// To add one: a value here or in an extension, its word in `all`, and its line in careteam-json(5).
struct OutputSchema: Sendable {
  /// The version of them all, which `--schema` asks for.
  static let version = 1

  /// The name with the version, such as `careteam.list/1`.
  let name: String
  /// What it is, in a few words.
  let title: String
  /// The JSON object, or the line of NDJSON.
  let shape: Shape
  /// The items of its list; nil where it holds none.
  private(set) var item: Shape?
  /// A line of NDJSON, where that is neither an item nor the object.
  private(set) var line: Shape?
  /// The columns of TSV.
  let columns: [String]

  /// A bare value: a line of NDJSON.
  init(_ name: String, _ title: String, _ shape: Shape, columns: [String] = []) {
    self.name = name
    self.title = title
    self.shape = shape
    self.columns = columns
  }

  /// An object that has no list.
  init(_ name: String, _ title: String, members: KeyValuePairs<String, Shape>, columns: [String]) {
    self.init(name, title, .object([("schema", .word(name))] + Array(members)), columns: columns)
  }

  /// An object with a list, whose items are the lines of NDJSON unless told.
  init(
    _ name: String, _ title: String, members: KeyValuePairs<String, Shape> = [:], list: String = "items",
    of item: Shape, line: Shape? = nil, columns: [String]
  ) {
    self.init(
      name, title, .object([("schema", .word(name))] + Array(members) + [(list, Shape.list(of: item))]),
      columns: columns)
    self.item = item
    self.line = line
  }

  /// The JSON Schema (draft 2020-12), complete in itself.
  var document: JSON {
    var document = shape.json
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    document["title"] = .string(name)
    document["description"] = .string(title)
    if !shape.definitions.isEmpty { document["$defs"] = .object(shape.definitions) }
    return document
  }

  /// The fields that `--fields` can choose in a format.
  func fields(in format: OutputFormat) -> [String] {
    switch format {
    case .json: (item ?? shape).members
    case .ndjson: (line ?? item ?? shape).members
    case .table, .records, .tsv, .csv: columns
    case .text, .html, .mime, .mbox, .fhir: []
    }
  }
}
