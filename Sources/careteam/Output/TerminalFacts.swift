import Glibc

/// What is known about the terminal, or the lack of one, when a command starts.
struct TerminalFacts: Sendable, Equatable {
  var isInputTerminal: Bool
  var isOutputTerminal: Bool
  var isErrorTerminal: Bool
  /// The cells of a line, at least 1.
  var columns: Int
  /// Whether standard output, and standard error, are written in colour.
  var isOutputColored: Bool
  var isErrorColored: Bool
}

extension TerminalFacts {
  /// The facts of this process: `COLUMNS` before the terminal's own answer, and 80 where there is neither.
  static func current(environment: [String: String], color: ColorChoice = .auto) -> TerminalFacts {
    let output = isatty(STDOUT_FILENO) == 1
    let error = isatty(STDERR_FILENO) == 1
    let measured = windowColumns(STDOUT_FILENO) ?? windowColumns(STDERR_FILENO)
    return TerminalFacts(
      isInputTerminal: isatty(STDIN_FILENO) == 1,
      isOutputTerminal: output,
      isErrorTerminal: error,
      columns: columns(named: environment["COLUMNS"]) ?? measured ?? 80,
      isOutputColored: color.isOn(environment: environment, isTerminal: output),
      isErrorColored: color.isOn(environment: environment, isTerminal: error))
  }

  /// The value of `COLUMNS`, if it is a number from 1 to 10,000.
  static func columns(named text: String?) -> Int? {
    guard let text, let value = Int(text), (1...10_000).contains(value) else { return nil }
    return value
  }

  private static func windowColumns(_ descriptor: Int32) -> Int? { window(descriptor).columns }

  /// The cells of a line and the lines of a terminal, as it says itself.
  static func window(_ descriptor: Int32) -> (columns: Int?, rows: Int?) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return (nil, nil) }
    return (size.ws_col > 0 ? Int(size.ws_col) : nil, size.ws_row > 0 ? Int(size.ws_row) : nil)
  }
}
