import Glibc

/// Ends a program at one of its system calls, before the kernel has done it: strace's fault injection.
struct SystemCalls: Sendable {
  /// The calls a death may come at, as strace names them. What starts a program is in the first only.
  private static let sets = [
    "all", "write,writev,pwrite64,ftruncate", "fsync,fdatasync", "%network", "fcntl",
    "unlink,unlinkat,rename,renameat,renameat2,link,linkat,openat", "poll,ppoll,epoll_wait,epoll_pwait",
  ]

  private let strace: String
  /// Each set, with how often the busiest thread of the program calls it, which is how strace counts.
  private let counts: [(set: String, calls: Int)]

  /// Counts the calls that a run makes; nil where strace is missing or may not trace, which is said.
  static func counted(in home: Home, _ arguments: [String]) async -> SystemCalls? {
    guard let strace = Binaries.find("strace") else {
      print("NOTE: there is no strace, so programs are killed at random times only")
      return nil
    }
    var counts: [(set: String, calls: Int)] = []
    for set in sets {
      let log = home.folder.write("", to: "strace")
      let run = await home.run(arguments, under: [strace, "-f", "-o", log, "-e", "trace=\(set)", "-e", "signal=none"])
      let lines = FileContent.text(log).split(separator: "\n").filter { $0.contains("(") }
      guard [0, 8].contains(run.status), !lines.isEmpty else {
        print("NOTE: strace cannot trace here, so programs are killed at random times only: \(run.errors)")
        return nil
      }
      let threads = Dictionary(grouping: lines) { $0.prefix { $0 != " " } }
      counts.append((set, threads.values.map(\.count).max() ?? 1))
    }
    return SystemCalls(strace: strace, counts: counts)
  }

  /// The words to run a program under, so that it is killed at a random one of its calls.
  func killer(_ chance: Chance) -> [String] {
    let (set, calls) = counts[chance.number(in: 0...counts.count - 1)]
    let call = chance.number(in: 1...max(1, calls))
    return [strace, "-f", "-o", "/dev/null", "-e", "inject=\(set):signal=SIGKILL:when=\(call)"]
  }
}
