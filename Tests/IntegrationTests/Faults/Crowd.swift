import Testing

/// Many processes on one mailbox at once, each doing what a user or a script does.
struct Crowd {
  /// The conversations replied to, as the mailbox and the server name them.
  static let conversations = [
    ("c5", "e70d41c8935fa2b6"), ("c8", "7c2e91b4d0c8e27b"), ("c14", "c4f86a1b3e7d2095"), ("c15", "87d4a0f6b3e15c29"),
  ]
  static let timeout = 20
  static let lockWait = 20

  let home: Home
  let size: Int

  /// Starts them all at once and waits for all.
  ///
  /// - Returns: the longest time that one took, but for the watches, which go on for as long as they are told.
  func run(round: Int) async -> Duration {
    await withTaskGroup(of: Duration.self) { group in
      for number in 0..<size { group.addTask { await one(words(number, round: round)) } }
      return await group.reduce(.zero, max)
    }
  }

  /// - Returns: how long it took; zero for a watch.
  private func one(_ words: [String]) async -> Duration {
    let start = ContinuousClock.now
    let outcome = await home.run(words, seconds: 120)
    #expect([0, 8].contains(outcome.status), "\(outcome)")
    return words[0] == "watch" ? .zero : start.duration(to: .now)
  }

  private func words(_ number: Int, round: Int) -> [String] {
    let (handle, _) = Self.conversations[number / 5 % Self.conversations.count]
    let words =
      switch number % 5 {
      case 0: ["reply", handle, "-m", "crowd \(round).\(number)", "--json"]
      case 1: ["sync"]
      case 2: ["list", "--json", "--refresh"]
      case 3: ["read", handle, "--json"]
      default: ["watch", "--for", "3s", "--format", "ndjson"]
      }
    return words + ["--lock-wait", "\(Self.lockWait)s", "--timeout", "\(Self.timeout)s"]
  }
}
