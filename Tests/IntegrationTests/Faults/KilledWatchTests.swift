import CareTeamCore
import Glibc
import Testing

extension Faults {
  /// The watch, its handler and the server killed while messages arrive.
  struct KilledWatchTests {
    @Test(.clinic, .timeLimit(.minutes(60)))
    func `watch and handler killed, the server restarted: each event handled, in order, once by its id`() async throws {
      let start = ContinuousClock.now
      let clinic = try Clinic.open()
      let home = try await clinic.home()
      let chance = Chance("watch and handler killed")
      try await home.run("watch", "--once", "--cursor", "triage").exits()
      let count = Faults.count(40, long: 1000)
      let restarts = Faults.count(2, long: 10)
      var supervisor = WatchSupervisor(home: home, cursor: "triage", chance: chance)
      async let written: Void = Self.write(count, restarts: restarts, clinic, chance)
      try await supervisor.run(until: count, within: .seconds(Faults.count(180, long: 2400)))
      try await written
      let handled = Handled(supervisor.log)
      try await Self.check(handled, count: count, home, seed: chance.seed)
      Faults.report(
        "\(count) messages to a watch with a handler: watch killed \(supervisor.watchesKilled) times, handler "
          + "\(supervisor.handlersKilled) times, server restarted \(restarts) times; \(handled.messages.count) messages "
          + "handled, each at least once, in order in each conversation; \(handled.lines.count - handled.events.count) of "
          + "\(handled.lines.count) calls were repeats, known by their eventId", since: start)
    }

    @Test(.clinic, .timeLimit(.minutes(60)))
    func `a consumer that commits by ‘cursor commit’ and dies at random misses nothing`() async throws {
      let start = ContinuousClock.now
      let clinic = try Clinic.open()
      let home = try await clinic.home()
      let chance = Chance("consumer killed")
      try await home.run("watch", "--once", "--cursor", "audit").exits()
      let count = Faults.count(20, long: 300)
      async let written: Void = MessageSource(clinic).write(0..<count)
      var consumer = CommittingConsumer(home: home, cursor: "audit", chance: chance)
      try await consumer.run(until: count, within: .seconds(Faults.count(120, long: 1200)))
      try await written
      try await Self.check(consumer.handled, count: count, home, seed: chance.seed)
      let pending = try await home.run("cursor", "show", "audit", "--json").exits().json()["items"]?[0]?["pending"]?.int
      #expect((pending ?? 99) <= 1, "what was committed stays so")
      Faults.report(
        "\(count) messages to a consumer with ‘cursor commit’, killed \(consumer.deaths) times; each told at least once, "
          + "in order in each conversation; \(consumer.repeats) told again, known by their eventId", since: start)
    }

    /// Writes all messages; the server is restarted at as many places between them, gently or not.
    private static func write(_ count: Int, restarts: Int, _ clinic: Clinic, _ chance: Chance) async throws {
      let source = MessageSource(clinic)
      let part = count / (restarts + 1) + 1
      for first in stride(from: 0, to: count, by: part) {
        try await source.write(first..<min(count, first + part))
        guard first + part < count else { return }
        await clinic.stop(by: chance.oneIn(2) ? SIGKILL : SIGTERM)
        try await clinic.restart()
      }
    }

    /// What was handled is what the mailbox has, in the order that the messages were written.
    private static func check(_ handled: Handled, count: Int, _ home: Home, seed: UInt64) async throws {
      #expect(handled.lines.allSatisfy { !$0.id.isEmpty && !$0.type.isEmpty && $0.conversation.hasPrefix("c") })
      #expect(
        Set(handled.messages.map(\.message)).count == handled.messages.count, "two ids for a message, seed \(seed)")
      #expect(handled.messages.count == count, "seed \(seed)")
      for (_, handle) in MessageSource.conversations {
        let shown = try await home.run("read", handle, "--json", "--offline", "--last", "10000").exits().json()
        var texts: [String: String] = [:]
        for message in shown["items"]?[0]?["messages"]?.array ?? [] {
          texts[message["handle"]?.string ?? ""] = message["text"]?.string
        }
        let told = handled.messages.filter { $0.conversation == handle }.compactMap { texts[$0.message] }
        #expect(told == MessageSource.texts(in: handle, of: count), "\(handle), seed \(seed)")
      }
    }
  }
}
