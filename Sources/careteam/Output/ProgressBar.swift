import CareTeamCore

/// A progress bar as the text to write on standard error, where that is a terminal; time is passed in.
struct ProgressBar: Sendable {
  private let label: String
  private let columns: Int
  private let started: Instant
  private var drawn: Instant?

  /// Nothing is shown for work that ends within this many milliseconds, nor more often than ten times a second.
  private static let patience: Int64 = 1000
  private static let interval: Int64 = 100

  /// A bar for work that starts now, on lines of this many cells.
  init(label: String, columns: Int, now: Instant) {
    self.label = SafeText.render(label, .cell)
    self.columns = columns
    started = now
  }

  /// What to write after this much of the work (a total of 0 is unknown), or nil when it is too soon.
  mutating func frame(done: Int64, total: Int64, now: Instant) -> String? {
    guard now.milliseconds - started.milliseconds >= Self.patience else { return nil }
    if let drawn, now.milliseconds - drawn.milliseconds < Self.interval { return nil }
    drawn = now
    return "\r\u{1B}[K" + line(done: done, total: total)
  }

  /// What to write when the work is over: removes the bar, if it was ever drawn.
  var cleared: String { drawn == nil ? "" : "\r\u{1B}[K" }

  /// The bar itself, one cell less than a line, so that no terminal wraps it.
  private func line(done: Int64, total: Int64) -> String {
    let width = max(0, columns - 1)
    guard total > 0 else { return "\(label)  \(Self.bytes(done))".truncated(toCells: width) }
    let part = min(1, max(0, Double(done) / Double(total)))
    let tail = "\(Int(part * 100))%  \(Self.bytes(done)) of \(Self.bytes(total))"
    let name = label.truncated(toCells: max(0, min(40, width / 3)))
    let room = width - DisplayWidth.cells(of: name) - tail.count - 6
    guard room >= 5 else { return "\(name)  \(tail)".truncated(toCells: width) }
    let filled = Int(Double(room) * part)
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: room - filled)
    return "\(name)  [\(bar)]  \(tail)"
  }

  /// A size with one decimal: `12.3 MB`, of 1000s as file managers and disks count.
  static func bytes(_ count: Int64) -> String {
    guard count >= 1000 else { return "\(max(0, count)) B" }
    var tenths = count / 100
    var unit = "kB"
    for larger in ["MB", "GB"] where tenths >= 10_000 {
      tenths /= 1000
      unit = larger
    }
    return "\(tenths / 10).\(tenths % 10) \(unit)"
  }
}
