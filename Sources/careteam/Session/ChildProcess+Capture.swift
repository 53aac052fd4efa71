import CareTeamCore
@preconcurrency import Glibc

extension ChildProcess {
  /// The most bytes that are taken from a program.
  private static let captureLimit = 65_536

  /// Runs a program, and takes what it prints.
  ///
  /// - Parameter input: what becomes its standard input; nothing where not told.
  /// - Returns: its exit status, and what it printed.
  static func capture(
    _ words: [String], input: Int32? = nil
  ) -> Result<(status: Int32, output: [UInt8]), CareTeamError> {
    var pipe: [Int32] = [0, 0]
    guard Glibc.pipe(&pipe) == 0 else {
      return .failure(CareTeamError(.io, "cannot start \(words[0]): \(String(cString: strerror(errno)))"))
    }
    for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(pipe[0]) }
    let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
    let started = start(words, input: input ?? nothing, output: pipe[1])
    close(nothing)
    close(pipe[1])
    return started.map { child in
      let output = read(from: pipe[0])
      return (child.wait(), output)
    }
  }

  /// Reads to the end, and keeps the beginning, so that a program with more to say does not wait for ever.
  private static func read(from descriptor: Int32) -> [UInt8] {
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return content }
      if content.count < captureLimit { content += buffer[..<count] }
    }
  }
}
