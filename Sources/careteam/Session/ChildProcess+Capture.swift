import CareTeamCore
@preconcurrency import Glibc

extension ChildProcess {
  /// The most bytes that are taken from a program.
  private static let captureLimit = 65_536

  /// Runs a program without input, and takes what it prints.
  ///
  /// - Returns: its exit status, and what it printed.
  static func capture(_ words: [String]) -> Result<(status: Int32, output: [UInt8]), CareTeamError> {
    var pipe: [Int32] = [0, 0]
    guard Glibc.pipe(&pipe) == 0 else {
      return .failure(CareTeamError(.io, "cannot start \(words[0]): \(String(cString: strerror(errno)))"))
    }
    for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(pipe[0]) }
    let result = start(words, output: pipe[1])
    close(pipe[1])
    switch result {
    case .failure(let error): return .failure(error)
    case .success(let pid):
      let output = read(from: pipe[0])
      return .success((wait(for: pid), output))
    }
  }

  private static func start(_ words: [String], output: Int32) -> Result<pid_t, CareTeamError> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    resetSignals(&attributes)
    var arguments = cStrings(words)
    defer { for text in arguments { free(text) } }
    var pid = pid_t()
    let failure = posix_spawnp(&pid, words[0], &actions, &attributes, &arguments, environ)
    guard failure == 0 else {
      return .failure(CareTeamError(.fileNotFound, "cannot run \(words[0]): \(String(cString: strerror(failure)))"))
    }
    return .success(pid)
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
