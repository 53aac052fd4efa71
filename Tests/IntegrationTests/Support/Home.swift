import CareTeamTestSupport
import Dispatch
import Glibc

/// One user's machine: a CARETEAM_HOME of its own, and careteam run in it as a user would.
struct Home: Sendable {
  let folder = TemporaryFolder()
  /// Further variables of the environment.
  var variables: [String: String] = [:]

  /// The user's environment, with nothing of the machine that tests but the path.
  var environment: [String: String] {
    var all = [
      "PATH": getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin", "HOME": folder.path, "TZ": "UTC",
      "CARETEAM_HOME": "\(folder.path)/home", "LANG": "C.UTF-8", "PAGER": "cat",
    ]
    all.merge(variables) { $1 }
    return all
  }

  /// Writes the configuration file.
  func configure(_ text: String) {
    for name in ["home", "home/config"] { mkdir("\(folder.path)/\(name)", 0o700) }
    folder.write(text, to: "home/config/config.toml")
  }

  /// Runs careteam to its end.
  ///
  /// - Parameters:
  ///   - input: what comes through a pipe on standard input; without it that is /dev/null.
  ///   - seconds: when it is killed.
  ///   - words: another program that runs it, with its options.
  func run(
    _ arguments: [String], input: String? = nil, seconds: Double = 30, under words: [String] = []
  ) async -> Outcome {
    await run(program: words + [Binaries.careteam] + arguments, input: input, seconds: seconds)
  }

  /// Runs a text of the shell to its end, with careteam and the folder's own programs on the path.
  func shell(_ text: String, seconds: Double = 30) async -> Outcome {
    var home = self
    home.variables["PATH"] = "\(folder.path)/bin:\(Binaries.folder):\(environment["PATH"] ?? "/usr/bin:/bin")"
    return await home.run(program: ["/bin/bash", "-c", text], seconds: seconds)
  }

  private func run(program words: [String], input: String? = nil, seconds: Double) async -> Outcome {
    await blocking {
      let files = TemporaryFolder()
      let output = files.write("", to: "output")
      let errors = files.write("", to: "errors")
      let streams = [
        input.map(Self.pipe) ?? open("/dev/null", O_RDONLY | O_CLOEXEC),
        open(output, O_WRONLY | O_APPEND | O_CLOEXEC), open(errors, O_WRONLY | O_APPEND | O_CLOEXEC),
      ]
      let program = Spawned(words, environment: environment, streams: streams, directory: folder.path)
      for stream in streams { close(stream) }
      let status = program.wait(seconds: seconds)
      return Outcome(
        status: status, output: FileContent.text(output), errors: FileContent.text(errors),
        command: words.dropFirst().joined(separator: " "))
    }
  }

  /// Runs careteam to its end.
  func run(_ arguments: String..., input: String? = nil) async -> Outcome { await run(arguments, input: input) }

  /// Starts careteam with its output in a pipe.
  func start(_ arguments: String...) -> Running { start(program: [Binaries.careteam] + arguments) }

  /// Starts a program with its output in a pipe.
  func start(program words: [String]) -> Running {
    let files = TemporaryFolder()
    let errors = files.write("", to: "errors")
    let pipe = Spawned.pipe()
    let streams = [
      open("/dev/null", O_RDONLY | O_CLOEXEC), pipe.writing, open(errors, O_WRONLY | O_APPEND | O_CLOEXEC),
    ]
    let program = Spawned(words, environment: environment, streams: streams, directory: folder.path)
    for stream in streams { close(stream) }
    return Running(
      program: program, command: words.dropFirst().joined(separator: " "), output: pipe.reading, errorFile: errors,
      folder: files)
  }

  /// Runs careteam on a terminal of this many columns to its end; output and errors come together, as a person sees them.
  func runOnTerminal(_ arguments: [String], columns: UInt16 = 80, seconds: Double = 30) async -> Outcome {
    await blocking {
      let terminal = Terminal(columns: columns)
      var environment = environment
      if environment["TERM"] == nil { environment["TERM"] = "xterm-256color" }
      let streams = [terminal.user, terminal.user, terminal.user]
      let program = Spawned(
        [Binaries.careteam] + arguments, environment: environment, streams: streams, directory: folder.path)
      close(terminal.user)
      let alarm = DispatchWorkItem { program.signal(SIGKILL) }
      DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: alarm)
      // Reading ends with EIO when the last program has closed the terminal.
      let output = FileContent.bytes(from: terminal.control)
      alarm.cancel()
      let status = program.wait(seconds: seconds)
      close(terminal.control)
      return Outcome(
        status: status, output: String(decoding: output, as: UTF8.self), errors: "",
        command: arguments.joined(separator: " "))
    }
  }

  /// Runs careteam on a terminal of 80 columns.
  func runOnTerminal(_ arguments: String...) async -> Outcome { await runOnTerminal(arguments) }

  /// A pipe that holds a text, with its writing end closed.
  private static func pipe(with text: String) -> Int32 {
    let pipe = Spawned.pipe()
    let bytes = Array(text.utf8)
    precondition(bytes.count <= 65_536, "more than a pipe holds")
    precondition(write(pipe.writing, bytes, bytes.count) == bytes.count)
    close(pipe.writing)
    return pipe.reading
  }
}
