import CareTeamCore
import CareTeamServer
import Foundation
import Glibc

/// Prints audit events on standard output.
struct AuditPrinter {
  let format: AuditFormat

  func print(_ entries: [AuditEntry]) {
    switch format {
    case .table: write(Self.table(entries, width: Self.width))
    case .tsv: write(entries.map { $0.fields.map(Self.escaped).joined(separator: "\t") })
    case .ndjson: write(entries.map { $0.json.text() })
    case .json:
      let result: JSON = ["items": .array(entries.map(\.json)), "schema": "careteam.audit/1"]
      write([result.text()])
    }
  }

  private func write(_ lines: [String]) {
    for line in lines { Swift.print(line) }
  }

  private static var width: Int {
    if let text = ProcessInfo.processInfo.environment["COLUMNS"], let columns = Int(text), columns > 0 {
      return columns
    }
    var size = winsize()
    return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Columns that do not fit are left out, the last first; a terminal is never asked to wrap.
  private static func table(_ entries: [AuditEntry], width: Int) -> [String] {
    let rows = [["TIME", "OUTCOME", "ACTION", "USER", "RESOURCE", "PATIENTS", "CLIENT", "ADDRESS"]] + entries.map(row)
    let widths = rows[0].indices.map { column in rows.map { DisplayWidth.cells(of: $0[column]) }.max() ?? 0 }
    var shown = widths.count
    while shown > 5, widths[..<shown].reduce(0, +) + 2 * (shown - 1) > width { shown -= 1 }
    return rows.map { row in
      let cells = zip(row[..<shown], widths).map { $0.padded(toCells: $1) }.joined(separator: "  ")
      let line = cells.truncated(toCells: width)
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  private static func row(_ entry: AuditEntry) -> [String] {
    let time = Instant(fhir: entry.at).map { local($0) } ?? entry.at
    return [
      time, entry.outcome.rawValue, entry.action, entry.user ?? "-",
      entry.resource?.replacing("/_history/", with: " v") ?? "-",
      entry.patients.isEmpty ? "-" : entry.patients.joined(separator: ","), entry.client ?? "-", entry.address ?? "-",
    ].map { SafeText.render($0, .cell) }
  }

  /// The wall clock where the terminal is.
  private static func local(_ instant: Instant) -> String {
    var seconds = time_t(instant.seconds)
    var parts = tm()
    localtime_r(&seconds, &parts)
    var buffer = [CChar](repeating: 0, count: 32)
    let count = strftime(&buffer, buffer.count, "%m-%d %H:%M:%S", &parts)
    return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// A field on one line, as careteam's own TSV has it.
  private static func escaped(_ field: String) -> String {
    field.replacing("\\", with: "\\\\").replacing("\t", with: "\\t").replacing("\n", with: "\\n")
  }
}
