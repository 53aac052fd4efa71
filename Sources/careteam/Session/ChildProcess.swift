import CareTeamCore
@preconcurrency import Glibc

/// Another program, started without a shell.
struct ChildProcess {
  private let pid: pid_t

  /// Runs a program to its end, with bytes on its standard input.
  ///
  /// - Returns: its exit status, 128 and the signal's number when a signal ended it.
  static func run(
    _ words: [String], adding variables: [String: String], input: [UInt8]
  ) -> Result<Int32, CareTeamError> {
    var pipe: [Int32] = [0, 0]
    guard Glibc.pipe(&pipe) == 0 else {
      return .failure(CareTeamError(.io, "cannot start \(words[0]): \(String(cString: strerror(errno)))"))
    }
    for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let started = start(words, adding: variables, input: pipe[0])
    close(pipe[0])
    if case .success = started { feed(input, to: pipe[1]) }
    close(pipe[1])
    return started.map { $0.wait() }
  }

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - input: what becomes its standard input; careteam's where not told.
  ///   - output: what becomes its standard output; careteam's where not told.
  ///   - errors: what becomes its standard error; careteam's where not told.
  static func start(
    _ words: [String], adding variables: [String: String] = [:], input: Int32? = nil, output: Int32? = nil,
    errors: Int32? = nil
  ) -> Result<ChildProcess, CareTeamError> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input { posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
    if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
    if let errors { posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    resetSignals(&attributes)
    var arguments = cStrings(words)
    var environment = cStrings(Self.environment(adding: variables))
    defer { for text in arguments + environment { free(text) } }
    var pid = pid_t()
    let failure = posix_spawnp(&pid, words[0], &actions, &attributes, &arguments, &environment)
    guard failure == 0 else {
      return .failure(CareTeamError(.fileNotFound, "cannot run \(words[0]): \(String(cString: strerror(failure)))"))
    }
    return .success(ChildProcess(pid: pid))
  }

  /// Waits for its end.
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return Self.exitStatus(status)
  }

  /// Its exit status; nil as long as it runs.
  func status() -> Int32? {
    var status: Int32 = 0
    return waitpid(pid, &status, WNOHANG) == pid ? Self.exitStatus(status) : nil
  }

  private static func exitStatus(_ status: Int32) -> Int32 {
    status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }

  /// Sends it a signal.
  func signal(_ number: Int32) { kill(pid, number) }

  /// Writes until the program has all or does not want more.
  private static func feed(_ input: [UInt8], to descriptor: Int32) {
    withoutBrokenPipes {
      var written = 0
      while written < input.count {
        let count = input.withUnsafeBytes {
          write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        written += count
      }
    }
  }

  /// Does what writes to a program: a closed pipe is no fault of ours, and does not end the process.
  static func withoutBrokenPipes<Value>(_ work: () -> Value) -> Value {
    var blocked = sigset_t()
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &blocked, nil)
    let value = work()
    var none = timespec()
    sigtimedwait(&blocked, nil, &none)
    pthread_sigmask(SIG_UNBLOCK, &blocked, nil)
    return value
  }

  /// The program starts with the signals as a shell would give them.
  private static func resetSignals(_ attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // The threads of a pool, of which this may be one, have nearly all of them blocked.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
  }

  private static func environment(adding variables: [String: String]) -> [String] {
    var lines: [String] = []
    var entry = environ
    while let line = entry.pointee {
      let text = String(cString: line)
      if !variables.keys.contains(where: { text.hasPrefix("\($0)=") }) { lines.append(text) }
      entry += 1
    }
    return lines + variables.map { "\($0.key)=\($0.value)" }
  }

  /// Words as C takes them; the caller frees each.
  private static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }
}
