import ArgumentParser

/// How a command's result is printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// Aligned columns for a terminal.
  case table
  /// One labelled field a line, for screen readers.
  case records
  /// Tab-separated values with frozen columns.
  case tsv
  /// One JSON object.
  case json
  /// A JSON object a line.
  case ndjson
  /// A document for people to read, of `digest` and `export` only.
  case text
  /// The same as a page.
  case html
  /// The same as a mail with both, of `digest` only.
  case mime
  /// Comma-separated values, of `export` only, and so are those below.
  case csv
  /// A file of mails.
  case mbox
  /// A FHIR Bundle.
  case fhir

  /// The formats that every command but `digest` and `export` has.
  static let general: [OutputFormat] = [.table, .records, .tsv, .json, .ndjson]

  /// Whether failures are said as JSON, too.
  var isJSON: Bool { self == .json || self == .ndjson }
}
