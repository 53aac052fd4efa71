import CareTeamCore
@preconcurrency import Glibc

extension ChildProcess {
  /// What came of a program.
  struct Answer {
    /// Its exit status; nil when it was ended because its time was over.
    var status: Int32?
    var output: [UInt8] = []
    var errors: [UInt8] = []

    /// The last line it said on standard error.
    var complaint: String? {
      guard let line = errors.split(separator: 0x0A).last(where: { !$0.allSatisfy { $0 <= 0x20 } }) else { return nil }
      let end = line.last == UInt8(ascii: ".") ? line.dropLast() : line
      return SafeText.render(String(decoding: end.prefix(200), as: UTF8.self), .cell)
    }
  }

  /// The most bytes that are taken of each stream.
  private static let exchangeLimit = 131_072

  /// Runs a program with bytes on its standard input, takes what it says, and ends it when its time is over.
  static func exchange(
    _ words: [String], adding variables: [String: String] = [:], input: [UInt8], within patience: Duration
  ) -> Result<Answer, CareTeamError> {
    guard let toProgram = Pipe(), let output = Pipe(), let errors = Pipe() else {
      return .failure(CareTeamError(.io, "cannot start \(words[0]): \(String(cString: strerror(errno)))"))
    }
    let started = start(
      words, adding: variables, input: toProgram.reading, output: output.writing, errors: errors.writing)
    toProgram.closeReading()
    output.closeWriting()
    errors.closeWriting()
    return started.map { child in
      withoutBrokenPipes {
        child.converse(input, toProgram, output, errors, until: ContinuousClock.now + patience)
      }
    }
  }

  private func converse(
    _ input: [UInt8], _ toProgram: Pipe, _ output: Pipe, _ errors: Pipe, until end: ContinuousClock.Instant
  ) -> Answer {
    for end in [toProgram.writing, output.reading, errors.reading] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    var answer = Answer()
    var rest = input[...]
    while true {
      toProgram.feed(&rest)
      output.drain(into: &answer.output, limit: Self.exchangeLimit)
      errors.drain(into: &answer.errors, limit: Self.exchangeLimit)
      if let status = status() {
        output.drain(into: &answer.output, limit: Self.exchangeLimit)
        errors.drain(into: &answer.errors, limit: Self.exchangeLimit)
        answer.status = status
        return answer
      }
      guard ContinuousClock.now < end else {
        stop()
        return answer
      }
      var streams = [
        pollfd(fd: toProgram.writing, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: output.reading, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errors.reading, events: Int16(POLLIN), revents: 0),
      ]
      // Its end is not among what can be waited for; it comes right after that of its streams.
      poll(&streams, nfds_t(streams.count), output.reading < 0 && errors.reading < 0 ? 1 : 20)
    }
  }

  /// Asks it to end, and makes it.
  private func stop() {
    signal(SIGTERM)
    for _ in 0..<50 {
      if status() != nil { return }
      usleep(10_000)
    }
    signal(SIGKILL)
    _ = wait()
  }
}
