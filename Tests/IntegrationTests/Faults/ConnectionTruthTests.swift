import CareTeamCore
import Glibc
import Testing

extension Faults {
  /// What a watch says about its connection is so.
  struct ConnectionTruthTests {
    @Test(.clinic) func `a watch says up only when it is in touch, and tries again at times of its own`() async throws {
      let clinic = try Clinic.open()
      let proxies = [try FaultProxy(clinic), try FaultProxy(clinic)]
      defer { for proxy in proxies { proxy.stop() } }
      var homes: [Home] = []
      for proxy in proxies {
        homes.append(try await clinic.home(at: proxy.url))
        proxy.resetConnections()
      }
      let before = proxies.map(\.accepted.count)
      let watches = homes.map { $0.start("watch", "--format", "ndjson") }
      let end = ContinuousClock.now + .seconds(60)
      while zip(proxies, before).contains(where: { $0.accepted.count < $1 + 4 }), ContinuousClock.now < end {
        try await Task.sleep(for: .milliseconds(20))
      }
      let gaps = zip(proxies, before).map { Self.gaps(Array($0.accepted[$1...].prefix(4))) }
      #expect(gaps.allSatisfy { $0.count == 3 && $0.allSatisfy { $0 < .seconds(40) } }, "\(gaps)")
      // Full jitter: that two watches wait the same three times, to 10 ms, is chance of one in a million.
      #expect(zip(gaps[0], gaps[1]).contains { abs(($0 - $1) / .milliseconds(1)) > 10 }, "\(gaps)")
      for watch in watches { #expect(!(try await Self.states(saidBy: watch).contains("up")), "up without a server") }
      try await MessageSource(clinic).write(0..<3)
      for proxy in proxies { proxy.heal() }
      for watch in watches {
        let told = try await Self.told(by: watch, messages: 3)
        #expect(told.states == ["up"])
        #expect(told.texts == (0..<3).map(MessageSource.text))
        #expect(await watch.end(by: SIGTERM) == 128 + SIGTERM)
      }
    }

    @Test(.clinic, .timeLimit(.minutes(30)))
    func `each end of the server is said, and what arrived meanwhile is told once and in order`() async throws {
      let start = ContinuousClock.now
      let clinic = try Clinic.open()
      let home = try await clinic.home()
      let chance = Chance("connection lost")
      let watch = home.start("watch", "--format", "ndjson")
      #expect(try await watch.event("connection", within: 60)["state"] == "up")
      let rounds = Faults.count(3, long: 30)
      for round in 0..<rounds {
        await clinic.stop(by: chance.oneIn(2) ? SIGKILL : SIGTERM)
        let lost = try await watch.event("connection", within: 60)
        #expect(lost["state"] == "lost" && lost["retryInSeconds"]?.int != nil, "seed \(chance.seed)")
        try await clinic.restart()
        let numbers = round * 5..<round * 5 + 5
        try await MessageSource(clinic).write(numbers)
        let told = try await Self.told(by: watch, messages: 5)
        #expect(told.states == ["up"], "round \(round), seed \(chance.seed)")
        // In one conversation the order is that of writing; between two it is the order of the events.
        #expect(Self.sorted(told.texts) == Self.sorted(numbers.map(MessageSource.text)), "seed \(chance.seed)")
        #expect(Self.isInOrder(told.texts), "\(told.texts), seed \(chance.seed)")
      }
      #expect(await watch.end(by: SIGINT) == 128 + SIGINT)
      Faults.report(
        "a watch over \(rounds) ends of its server: each said as lost and then up, \(rounds * 5) messages that arrived "
          + "meanwhile told, each once, in order", since: start)
    }

    @Test(.clinic) func `a server that is stopped in its tracks holds no command up for longer than it was told`()
      async throws
    {
      let clinic = try Clinic.open()
      let home = try await clinic.home()
      clinic.signal(SIGSTOP)
      for (words, status) in [(["reply", "c8", "-m", "to a sleeper"], Int32(8)), (["sync"], 75), (["list"], 0)] {
        let start = ContinuousClock.now
        try await home.run(words + ["--timeout", "2s"]).exits(status)
        let time = start.duration(to: .now)
        #expect(time < .seconds(12), "\(words): \(time.seconds) s")
      }
      clinic.signal(SIGCONT)
      try await home.run("sync").exits()
      let texts = try await FHIRClient(clinic, as: .patient).texts(in: "7c2e91b4d0c8e27b")
      #expect(texts.filter { $0 == "to a sleeper" }.count == 1)
      #expect(try await home.run("outbox", "list").exits().output == "")
    }

    /// The socket counts as broken after 90 s of silence.
    @Test(.clinic, .enabled(if: Faults.isSoak), .timeLimit(.minutes(10)))
    func `a server that falls silent is lost to a watch, and up when it goes on`() async throws {
      let start = ContinuousClock.now
      let clinic = try Clinic.open()
      let home = try await clinic.home()
      let watch = home.start("watch", "--format", "ndjson")
      #expect(try await watch.event("connection", within: 60)["state"] == "up")
      clinic.signal(SIGSTOP)
      let silent = ContinuousClock.now
      #expect(try await watch.event("connection", within: 180)["state"] == "lost")
      let noticed = silent.duration(to: .now)
      clinic.signal(SIGCONT)
      try await MessageSource(clinic).write(0..<5)
      let told = try await Self.told(by: watch, messages: 5)
      #expect(told.states == ["up"] && Self.isInOrder(told.texts) && Set(told.texts).count == 5, "\(told)")
      #expect(await watch.end(by: SIGHUP) == 128 + SIGHUP)
      Faults.report(
        "a silent server was noticed after \(noticed.seconds) s; 5 messages after it, each once", since: start)
    }

    /// What a watch has said of its connection so far.
    private static func states(saidBy watch: Running) async throws -> [String] {
      var states: [String] = []
      while let line = await watch.line(within: 0.1) {
        states += (try? JSON(parsing: Array(line.utf8)))?["state"]?.string.map { [$0] } ?? []
      }
      return states
    }

    /// What a watch says until it has told so many received messages and that it is in touch.
    private static func told(by watch: Running, messages: Int) async throws -> (states: [String], texts: [String]) {
      var states: [String] = []
      var texts: [String] = []
      while texts.count < messages || states.last != "up" {
        let event = try await watch.event(within: 90) {
          ["connection", "messageReceived"].contains($0["type"]?.string ?? "")
        }
        if let state = event["state"]?.string { states.append(state) }
        if event["type"] == "messageReceived" { texts.append(event["message"]?["text"]?.string ?? "") }
      }
      return (states, texts)
    }

    private static func gaps(_ times: [ContinuousClock.Instant]) -> [Duration] {
      zip(times, times.dropFirst()).map { $0.duration(to: $1) }
    }

    private static func number(_ text: String) -> Int { Int(text.split(separator: " ").last ?? "") ?? -1 }

    private static func sorted(_ texts: [String]) -> [String] { texts.sorted { number($0) < number($1) } }

    /// Whether each conversation's messages are in the order of writing.
    private static func isInOrder(_ texts: [String]) -> Bool {
      let count = MessageSource.conversations.count
      return (0..<count).allSatisfy { conversation in
        let own = texts.map(number).filter { $0 % count == conversation }
        return own == own.sorted()
      }
    }
  }
}
