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

  /// Whether failures are said as JSON, too.
  var isJSON: Bool { self == .json || self == .ndjson }
}
