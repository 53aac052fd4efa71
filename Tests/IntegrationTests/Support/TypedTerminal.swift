import CareTeamCore
import CareTeamTestSupport
import Glibc
import Synchronization
import Testing

/// careteam on a terminal on which the test types.
final class TypedTerminal: Sendable {
  /// What is to be seen.
  struct Screen: CustomStringConvertible {
    /// What has scrolled away above, and the lines of the screen.
    var lines: [String]
    /// The line with the cursor, up to its end and up to the cursor.
    var cursorLine: String
    var beforeCursor: String
    /// What of the terminal is not as it was, but for its text.
    var changes: String

    var text: String { lines.joined(separator: "\n") }
    var description: String { "cursor in ‘\(cursorLine)’ behind ‘\(beforeCursor)’, \(changes)\n\(text)" }

    /// The first line with a text, and those below it.
    func lines(from text: String) -> [String] { Array(lines.drop { !$0.contains(text) }) }
  }

  let program: Spawned
  private let terminal: Terminal
  private let columns: Int
  private let folder = TemporaryFolder()
  private let written = Mutex<[UInt8]>([])
  private let before: [UInt8]

  /// Starts careteam.
  init(_ home: Home, _ arguments: [String], columns: UInt16 = 80) {
    let terminal = Terminal(columns: columns)
    self.terminal = terminal
    self.columns = Int(columns)
    before = Self.mode(terminal.user)
    var environment = home.environment
    environment["TERM"] = environment["TERM"] ?? "xterm-256color"
    program = Spawned(
      [Binaries.careteam] + arguments, environment: environment,
      streams: [terminal.user, terminal.user, terminal.user], directory: home.folder.path)
    Task.detached { [weak self] in
      while let self, await blocking({ self.read() }) {}
    }
  }

  deinit {
    program.signal(SIGKILL)
    close(terminal.user)
    close(terminal.control)
  }

  /// Types.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(write(terminal.control, bytes, bytes.count) == bytes.count)
  }

  /// Pastes, as a terminal does that says so.
  func paste(_ text: String) {
    type("\u{1B}[200~" + text.replacing("\n", with: "\r") + "\u{1B}[201~")
  }

  /// Everything that was written so far, exact.
  var output: String { written.withLock { String(decoding: $0, as: UTF8.self) } }

  /// Waits until the screen is as wanted.
  @discardableResult
  func screen(
    within seconds: Double = 20, _ location: SourceLocation = #_sourceLocation, where wanted: (Screen) -> Bool
  ) async throws -> Screen {
    let end = ContinuousClock.now + .seconds(seconds)
    var screen = try await look()
    while !wanted(screen) {
      try #require(ContinuousClock.now < end, "the screen is\n\(screen)", sourceLocation: location)
      try await Task.sleep(for: .milliseconds(50))
      screen = try await look()
    }
    return screen
  }

  /// Waits until a text is to be seen.
  @discardableResult
  func shows(_ text: String, _ location: SourceLocation = #_sourceLocation) async throws -> Screen {
    try await screen(location) { $0.text.contains(text) }
  }

  /// Waits until the line with the cursor ends so.
  @discardableResult
  func awaits(_ ending: String, _ location: SourceLocation = #_sourceLocation) async throws -> Screen {
    try await screen(location) { $0.beforeCursor.hasSuffix(ending) }
  }

  /// What is to be seen now.
  func look() async throws -> Screen {
    let file = folder.write(output, to: "written")
    let said = await Shell.run(
      ["/usr/bin/python3", "\(Checkout.path)/Tests/IntegrationTests/Support/screen.py", file, String(columns), "50"],
      environment: ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"])
    let json = try JSON(parsing: Array(said.utf8))
    let lines = json["lines"]?.array.compactMap(\.string) ?? []
    let (row, column) = (json["row"]?.int ?? 0, json["column"]?.int ?? 0)
    let line = lines.indices.contains(row) ? lines[row] : ""
    return Screen(
      lines: (json["above"]?.array.compactMap(\.string) ?? []) + lines, cursorLine: line,
      beforeCursor: (line + String(repeating: " ", count: columns)).prefixOfCells(column),
      changes: ["title", "modes", "margins", "hidden"].map { "\($0) \(json[$0]?.text(.output) ?? "")" }
        .joined(separator: " "))
  }

  /// Whether the terminal's mode is what it was before careteam started.
  var isSane: Bool { Self.mode(terminal.user) == before }

  /// Whether lines are edited by the terminal, as before careteam takes it.
  var isCanonical: Bool {
    var mode = termios()
    tcgetattr(terminal.user, &mode)
    return mode.c_lflag & tcflag_t(ICANON) != 0
  }

  /// Waits until lines are edited by the terminal again, or by careteam.
  func isGivenBack(_ wanted: Bool, _ location: SourceLocation = #_sourceLocation) async throws {
    let end = ContinuousClock.now + .seconds(30)
    while isCanonical != wanted, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(10)) }
    try #require(isCanonical == wanted, sourceLocation: location)
  }

  /// Waits for the end.
  func exit(within seconds: Double = 20) async -> Int32 {
    let program = program
    return await blocking { program.wait(seconds: seconds) }
  }

  private func read() -> Bool {
    var request = pollfd(fd: terminal.control, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, 100) > 0 else { return true }
    var piece = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(terminal.control, &piece, piece.count)
    guard count > 0 else { return false }
    written.withLock { $0 += piece[..<count] }
    return true
  }

  private static func mode(_ descriptor: Int32) -> [UInt8] {
    var mode = termios()
    tcgetattr(descriptor, &mode)
    return withUnsafeBytes(of: &mode) { Array($0) }
  }
}

extension String {
  /// The beginning of a text that takes this many cells.
  fileprivate func prefixOfCells(_ cells: Int) -> String {
    var used = 0
    return String(
      prefix { character in
        used += DisplayWidth.cells(of: character)
        return used <= cells
      })
  }
}
