import CareTeamCore
import Glibc
import Testing

extension Faults {
  /// The client killed while it sends.
  struct KilledReplyTests {
    private static let conversation = "7c2e91b4d0c8e27b"

    @Test(.clinic, .timeLimit(.minutes(60)))
    func
      `a client killed at any system call and at any moment loses nothing, sends nothing twice, and keeps the order`()
      async throws
    {
      let start = ContinuousClock.now
      let clinic = try Clinic.open()
      let home = try await clinic.home()
      let chance = Chance("replies killed")
      let file = home.folder.write("to be counted", to: "sample.txt")
      let calls = await SystemCalls.counted(in: home, ["reply", "c8", "-m", "counted", "-a", file])
      let usual = try await Self.usual(home)
      let count = Faults.count(40, long: 1000)
      let killed = try await KilledReplies(home: home, count: count, chance: chance, calls: calls, usual: usual).run()
      try await home.run("sync").exits()
      #expect(try await home.run("outbox", "list").exits().output == "", "seed \(chance.seed)")
      let messages = try await FHIRClient(clinic, as: .patient).messages(in: Self.conversation)
      let texts = messages.compactMap { $0["payload"]?[0]?["contentString"]?.string }.filter { $0.hasPrefix("kill ") }
      #expect(texts == (0..<count).map(KilledReplies.text), "seed \(chance.seed)")
      try await Self.checkFiles(of: messages, clinic)
      let deaths = killed.killedAtCall + killed.killedAtTime
      #expect(deaths > count / 3 && killed.stored > 0, "too few were killed to show anything: \(killed)")
      Faults.report(
        "\(count) replies (\(killed.withFile) with a file), \(deaths) clients killed (\(killed.killedAtCall) at a system "
          + "call, \(killed.killedAtTime) at a moment), \(killed.stored) of them after storing: \(killed.duplicates) run "
          + "again and found, \(killed.leftAlone) not run again; on the server \(texts.count) of \(count), each once, in "
          + "order; 0 in the outbox", since: start)
    }

    /// The seconds a reply takes on this machine.
    private static func usual(_ home: Home) async throws -> Double {
      let before = ContinuousClock.now
      for number in 0..<3 { try await home.run("reply", "c8", "-m", "measured \(number)").exits() }
      let time = before.duration(to: .now) / 3
      return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    }

    /// Each file is on the server as it was given.
    private static func checkFiles(of messages: [JSON], _ clinic: Clinic) async throws {
      let client = FHIRClient(clinic, as: .patient)
      for message in messages {
        guard let text = message["payload"]?[0]?["contentString"]?.string, text.hasPrefix("kill "),
          let number = Int(text.dropFirst(5)), number % 5 == 0
        else { continue }
        let attachment = try #require(message["payload"]?[1]?["contentAttachment"], "\(text) has no file")
        #expect(try await client.bytes(of: attachment) == KilledReplies.file(number), "\(text)")
      }
    }
  }
}
