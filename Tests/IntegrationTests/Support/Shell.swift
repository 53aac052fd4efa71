import CareTeamTestSupport
import Glibc

/// Another program, run to its end.
enum Shell {
  /// Runs a program.
  ///
  /// - Returns: its standard output.
  static func run(_ words: [String], environment: [String: String], seconds: Double = 30) async -> String {
    await blocking {
      let files = TemporaryFolder()
      let output = files.write("", to: "output")
      let streams = [
        open("/dev/null", O_RDONLY | O_CLOEXEC), open(output, O_WRONLY | O_APPEND | O_CLOEXEC),
        open("/dev/null", O_WRONLY | O_CLOEXEC),
      ]
      let program = Spawned(words, environment: environment, streams: streams)
      for stream in streams { close(stream) }
      _ = program.wait(seconds: seconds)
      return FileContent.text(output)
    }
  }
}
