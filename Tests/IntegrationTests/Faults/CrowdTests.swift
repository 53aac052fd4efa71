import CareTeamCore
import Glibc
import Testing

extension Faults {
  /// One mailbox in many hands.
  struct CrowdTests {
    @Test(.clinic, .timeLimit(.minutes(30)))
    func `fifty processes on one mailbox: no error, no message twice, the order kept, no wait beyond the limit`()
      async throws
    {
      let start = ContinuousClock.now
      let clinic = try Clinic.open()
      let home = try await clinic.home()
      let rounds = Faults.count(1, long: 20)
      var longest = Duration.zero
      for round in 0..<rounds { longest = max(longest, await Crowd(home: home, size: 50).run(round: round)) }
      #expect(longest < .seconds(Crowd.timeout + Crowd.lockWait), "\(longest.seconds) s")
      try await home.run("sync").exits()
      #expect(try await home.run("outbox", "list").exits().output == "")
      let sent = try await Self.check(home, clinic)
      #expect(sent == rounds * 10)
      let checks = try await home.run("doctor", "--json").exits().json()["checks"]?.array ?? []
      #expect(!checks.isEmpty && checks.allSatisfy { $0["status"] == "ok" }, "\(checks)")
      Faults.report(
        "\(rounds) times 50 processes at once on one mailbox: all ended with 0 or 8, the longest after "
          + "\(longest.seconds) s; \(sent) replies, each once, in order in each conversation", since: start)
    }

    /// The server has each conversation's replies in the order in which the mailbox took them.
    private static func check(_ home: Home, _ clinic: Clinic) async throws -> Int {
      let client = FHIRClient(clinic, as: .patient)
      var sent = 0
      for (handle, id) in Crowd.conversations {
        let shown = try await home.run("read", handle, "--json", "--offline", "--last", "10000").exits().json()
        let taken = (shown["items"]?[0]?["messages"]?.array ?? []).filter {
          $0["text"]?.string?.hasPrefix("crowd ") ?? false
        }
        .sorted { number($0) < number($1) }
        let texts = try await client.texts(in: id).filter { $0.hasPrefix("crowd ") }
        #expect(texts == taken.compactMap { $0["text"]?.string }, "\(handle)")
        #expect(Set(texts).count == texts.count)
        sent += texts.count
      }
      return sent
    }

    /// Handles are numbers given in the order of storing.
    private static func number(_ message: JSON) -> Int { Int(message["handle"]?.string?.dropFirst() ?? "") ?? 0 }
  }
}
