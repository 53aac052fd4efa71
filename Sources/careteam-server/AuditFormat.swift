import ArgumentParser
import Glibc

/// How audit events are printed.
enum AuditFormat: String, ExpressibleByArgument, CaseIterable {
  case table, tsv, json, ndjson

  /// What is meant when nothing is said: a table for people, TSV for programs.
  static var standard: AuditFormat { isatty(STDOUT_FILENO) == 1 ? .table : .tsv }
}
