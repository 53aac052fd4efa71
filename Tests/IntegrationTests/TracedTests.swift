import CareTeamCore
import Glibc
import Testing

/// What the system sees of a login, a synchronisation and a reply: no secret where another program could read it.
@Suite(.clinic)
struct TracedTests {
  private static let text = "Nobody but the care team reads this sentence."

  @Test func `no token and no text is in arguments, environments, logs or files that others may read`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let token = clinic.token(.patient)
    let kept = "\(home.folder.path)/kept"
    let store = home.folder.script("umask 077; cat >\"$1\"", named: "store")
    let get = home.folder.script("cat \"$1\"", named: "get")
    home.configure(
      """
      [secrets]
      get = "\(get) \(kept).%n %a"
      store = "\(store) \(kept).%n %a"
      """)
    let runs: [(arguments: [String], input: String?)] = [
      (["-v", "login", clinic.url, "--token-file", "/dev/stdin", "--secrets", "command"], token),
      (["-v", "sync"], nil), (["-v", "reply", "c8", "-F", "-"], Self.text), (["-v", "list", "--refresh"], nil),
    ]
    var made: Set<String> = ["/dev/null"]
    for (arguments, input) in runs {
      let trace = home.folder.write("", to: "trace")
      let run = await traced(home, arguments, input: input, to: trace)
      try run.exits()
      let calls = FileContent.text(trace).split(separator: "\n")
      let started = calls.filter { $0.contains("execve(") }
      // The program itself, its helper, and the words and environment of each, in full.
      #expect(started.count >= 2 && started.allSatisfy { $0.contains("CARETEAM_HOME=") }, "\(started)")
      for secret in [token, Self.text] {
        #expect(!started.contains { $0.contains(secret) }, "in arguments or an environment: \(arguments)")
        #expect(!run.errors.contains(secret) && !run.output.contains(secret))
      }
      for call in calls where call.contains("O_CREAT") && !call.contains("\(kept).") {
        let file = call.split(separator: "\"").dropFirst().first.map(String.init) ?? ""
        // SQLite opens with a wide mode what careteam has made with a narrow one.
        if Self.isWide(call) { #expect(made.contains(file), "\(call)") } else { made.insert(file) }
      }
    }
    let files = Self.files(in: "\(home.folder.path)/home")
    #expect(files.count >= 4)
    for file in files {
      var facts = stat()
      #expect(stat(file, &facts) == 0 && facts.st_mode & 0o077 == 0, "\(file): \(String(facts.st_mode, radix: 8))")
      #expect(!FileContent.text(file).contains(token), "\(file)")
    }
    let log = home.folder.text(of: "home/state/activity.log")
    #expect(log.contains("\"sent\"") && !log.contains(Self.text))
    #expect(home.folder.text(of: "kept.token").contains(token))
  }

  @Test func `a login in a file and its renewal give the token to nobody`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let token = clinic.token(.patient)
    let trace = home.folder.write("", to: "trace")
    try await traced(home, ["login", clinic.url, "--token-file", "/dev/stdin"], input: token, to: trace).exits()
    let files = Self.files(in: home.folder.path).filter { $0 != trace && FileContent.text($0).contains(token) }
    #expect(files == ["\(home.folder.path)/home/config/secrets/default.token"])
    let calls = FileContent.text(trace).split(separator: "\n")
    let created = calls.filter { $0.contains("O_CREAT") && $0.contains("default.token") }
    #expect(!created.isEmpty && !created.contains(where: Self.isWide), "\(created)")
    #expect(!calls.contains { $0.contains("execve(") && $0.contains(token) })
  }

  /// Runs careteam with what it and its helpers start and open written down in full.
  private func traced(_ home: Home, _ arguments: [String], input: String?, to trace: String) async -> Outcome {
    await home.run(
      arguments, input: input,
      under: ["strace", "-f", "-v", "-s", "100000", "-e", "trace=execve,openat,creat,mkdir,mkdirat", "-o", trace])
  }

  /// Whether a call makes a file that its group or others may use.
  private static func isWide(_ call: some StringProtocol) -> Bool {
    let mode = call.split(separator: ")").first?.split(separator: " ").last.flatMap { Int($0, radix: 8) }
    return mode.map { $0 & 0o077 != 0 } ?? false
  }

  private static func files(in folder: String) -> [String] {
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var files: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard name != ".", name != ".." else { continue }
      files += entry.pointee.d_type == UInt8(DT_DIR) ? Self.files(in: "\(folder)/\(name)") : ["\(folder)/\(name)"]
    }
    return files.sorted()
  }
}
