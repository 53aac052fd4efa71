import CareTeamCore
import CareTeamTestSupport
import Glibc
import Testing

/// A careteam that goes on, such as `watch`, read line by line.
actor Running {
  nonisolated let program: Spawned
  nonisolated let command: String
  private let output: Int32
  private nonisolated let errorFile: String
  private let folder: TemporaryFolder
  private var buffer: [UInt8] = []

  /// Takes over a started program, the reading end of its output and the file with its errors.
  init(program: Spawned, command: String, output: Int32, errorFile: String, folder: TemporaryFolder) {
    self.program = program
    self.command = command
    self.output = output
    self.errorFile = errorFile
    self.folder = folder
  }

  deinit {
    program.signal(SIGKILL)
    close(output)
  }

  /// The next line; nil at the end of the output or when none came in time.
  func line(within seconds: Double = 20) async -> String? {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      if let mark = buffer.firstIndex(of: 0x0A) {
        defer { buffer.removeSubrange(...mark) }
        return String(decoding: buffer[..<mark], as: UTF8.self)
      }
      let left = ContinuousClock.now.duration(to: end)
      guard left > .zero else { return nil }
      let output = output
      let piece = await blocking { Self.read(output, within: left) }
      guard let piece, !piece.isEmpty else { return nil }
      buffer += piece
    }
  }

  /// The first JSON line from here on that is asked for; the others are passed over.
  func event(
    within seconds: Double = 20, _ location: SourceLocation = #_sourceLocation, where wanted: (JSON) -> Bool
  ) async throws -> JSON {
    var passed: [String] = []
    while let line = await line(within: seconds) {
      passed.append(line)
      if let json = try? JSON(parsing: Array(line.utf8)), wanted(json) { return json }
    }
    Issue.record("‘\(command)’ did not say it; it said \(passed), and \(errors)", sourceLocation: location)
    throw Missing()
  }

  /// The first event of a type.
  func event(
    _ type: String, within seconds: Double = 20, _ location: SourceLocation = #_sourceLocation
  ) async throws -> JSON {
    try await event(within: seconds, location) { $0["type"]?.string == type }
  }

  /// All lines until the output ends.
  func rest(within seconds: Double = 20) async -> [String] {
    var lines: [String] = []
    while let line = await line(within: seconds) { lines.append(line) }
    return lines
  }

  /// What it said on standard error so far.
  nonisolated var errors: String { FileContent.text(errorFile) }

  /// Sends a signal and waits for the end.
  func end(by signal: Int32 = SIGTERM, within seconds: Double = 15) async -> Int32 {
    program.signal(signal)
    return await exit(within: seconds)
  }

  /// Waits for the end.
  func exit(within seconds: Double = 20) async -> Int32 {
    let program = program
    return await blocking { program.wait(seconds: seconds) }
  }

  /// Stops reading, as `head` does.
  func hangUp() {
    let other = open("/dev/null", O_RDONLY | O_CLOEXEC)
    dup2(other, output)
    close(other)
  }

  private static func read(_ descriptor: Int32, within time: Duration) -> [UInt8]? {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let milliseconds = time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
    guard poll(&request, 1, Int32(milliseconds) + 1) > 0 else { return nil }
    var piece = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(descriptor, &piece, piece.count)
    return count > 0 ? Array(piece[..<count]) : nil
  }

  struct Missing: Error {}
}
