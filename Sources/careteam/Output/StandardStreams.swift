import CareTeamCore
@preconcurrency import Glibc
import Synchronization

/// The process's own streams.
enum StandardStreams {
  private static let outputStream = StandardStream(descriptor: STDOUT_FILENO)
  private static let errorStream = StandardStream(descriptor: STDERR_FILENO)

  /// Writes data to standard output at once.
  ///
  /// - Throws: `io` or `diskFull`; a closed pipe ends the process as SIGPIPE would.
  static func output(_ text: String) throws(CareTeamError) {
    do throws(OutputError) {
      try outputStream.write(text)
    } catch {
      switch error {
      case .closedPipe: StandardStream.endByClosedPipe()
      case .diskFull: throw CareTeamError(.diskFull, error.message)
      case .failed: throw CareTeamError(.io, error.message)
      }
    }
  }

  /// Takes what is said on standard error while a screen shows it in its own place; nil when none does.
  static let errorScreen = Mutex<(@Sendable (String) -> Void)?>(nil)

  /// Writes a remark to standard error; there is nobody to tell when that fails.
  static func error(_ text: String) {
    if let show = errorScreen.withLock({ $0 }) { return show(text) }
    do throws(OutputError) {
      try errorStream.write(text)
    } catch {
      return
    }
  }

  /// Whether standard input is a pipe or a file, so that it can be meant as a message.
  static var inputIsPipeOrFile: Bool {
    var facts = stat()
    guard fstat(STDIN_FILENO, &facts) == 0 else { return false }
    return [S_IFIFO, S_IFREG].contains(facts.st_mode & S_IFMT)
  }

  /// Reads standard input to its end.
  ///
  /// - Parameter waiting: called when nothing has come for a while, since whoever waits there should know.
  /// - Throws: `badInput` for more bytes than the limit.
  static func readInput(limit: Int, waiting: () -> Void) throws(CareTeamError) -> [UInt8] {
    var content: [UInt8] = []
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    if poll(&request, 1, 2000) == 0 { waiting() }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw CareTeamError(.fileNotFound, "cannot read standard input: \(String(cString: strerror(errno)))")
      }
      if count == 0 { return content }
      content.append(contentsOf: buffer[..<count])
      guard content.count <= limit else {
        throw CareTeamError(.badInput, "standard input is longer than \(limit) bytes; send it as an attachment with -a")
      }
    }
  }
}
