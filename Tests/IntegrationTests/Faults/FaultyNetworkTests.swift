import CareTeamCore
import Glibc
import Testing

extension Faults {
  /// A network and gateways that fail in every way but one: they end no message.
  struct FaultyNetworkTests {
    private static let conversation = "e70d41c8935fa2b6"

    @Test(.clinic, .timeLimit(.minutes(30)))
    func `lost answers, errors, rubbish, silence and resets: each message arrives once, in order, in time`()
      async throws
    {
      let start = ContinuousClock.now
      let clinic = try Clinic.open()
      let chance = Chance("a faulty network")
      var network = try await FaultyNetwork(clinic, seed: chance.seed)
      defer { network.proxy.stop() }
      for _ in 0..<Faults.count(1, long: 10) {
        for fault in NetworkFault.ofCreates(chance) { try await network.reply(under: fault, times: 1) }
        for fault in NetworkFault.ofEverything(chance) {
          try await network.reply(under: fault)
          try await network.sync(under: fault)
          if chance.oneIn(2) { try await network.home.run("sync").exits() }
        }
        network.proxy.resetConnections()
        let reset = NetworkFault(name: "a connection reset", fault: .silence, target: ProxyTarget { _, _ in false })
        try await network.reply(under: reset)
      }
      try await Self.settle(network, clinic)
      Faults.report(
        "a faulty network: \(network.commands) commands under \(network.proxy.requests.count { $0.fault != nil }) faults, "
          + "the longest took \(network.longest.seconds) s with --timeout 2s; \(network.texts.count) messages, each once, "
          + "in order; 0 in the outbox", since: start)
    }

    @Test(.clinic, .timeLimit(.minutes(30)))
    func `uploads cut off, refused, unanswered: each file arrives as it was, each message once`() async throws {
      let start = ContinuousClock.now
      let clinic = try Clinic.open()
      let chance = Chance("faulty uploads")
      var network = try await FaultyNetwork(clinic, seed: chance.seed)
      defer { network.proxy.stop() }
      for _ in 0..<Faults.count(1, long: 10) {
        for fault in NetworkFault.ofUploads(chance) {
          let file = chance.bytes(chance.number(in: 1000...Faults.count(200_000, long: 1_000_000)))
          try await network.reply(under: fault, times: chance.oneIn(2) ? 1 : .max, with: file)
        }
      }
      try await Self.settle(network, clinic)
      try await Self.saveAll(of: network, clinic)
      Faults.report(
        "faulty uploads: \(network.commands) commands, the longest took \(network.longest.seconds) s with --timeout 2s; "
          + "\(network.files.count) files saved by the recipient as they were given; each message once, in order",
        since: start)
    }

    @Test(.clinic, .timeLimit(.minutes(30)))
    func `downloads cut off, damaged, unanswered: no wrong file is left, and the next try has the right one`()
      async throws
    {
      let clinic = try Clinic.open()
      let chance = Chance("faulty downloads")
      let sender = try await clinic.home()
      let file = chance.bytes(200_000)
      let path = sender.folder.write(file, to: "x-ray.bin")
      let sent = try await sender.run("attach", "c5", path, "--json").exits().json()["message"]
      var network = try await FaultyNetwork(clinic, as: .practitioner, seed: chance.seed)
      defer { network.proxy.stop() }
      let shown = try await network.home.run("read", try #require(sent?["id"]?.string), "--json").exits().json()
      let handle = try #require(shown["items"]?[0]?["messages"]?[0]?["attachments"]?[0]?["handle"]?.string)
      for _ in 0..<Faults.count(1, long: 10) {
        for fault in NetworkFault.ofDownloads(chance) { try await network.save(handle, under: fault) }
        try await network.home.run("save", handle, "-o", "saved.bin").exits()
        #expect(FileContent.bytes("\(network.home.folder.path)/saved.bin") == file, "seed \(chance.seed)")
        unlink("\(network.home.folder.path)/saved.bin")
      }
    }

    @Test(.clinic) func `a refused message holds up those behind it, and each says what it waits for`() async throws {
      let clinic = try Clinic.open()
      let proxy = try FaultProxy(clinic)
      defer { proxy.stop() }
      let home = try await clinic.home(at: proxy.url)
      proxy.inject(.answer("422 Unprocessable Entity"), into: .creates, times: 1)
      let refused = try await home.run("reply", "c5", "-m", "refused").exits(65)
      #expect(refused.errors.contains("o1") && refused.errors.contains("422"), "\(refused)")
      let behind = try await home.run("reply", "c5", "-m", "behind it").exits(8)
      #expect(behind.errors.contains("waits behind o1"), "\(behind)")
      let sync = try await home.run("sync").exits()
      #expect(sync.errors.contains("waits behind o1"), "\(sync)")
      try await home.run("reply", "c8", "-m", "elsewhere").exits()
      proxy.inject(.answer("422 Unprocessable Entity"), into: .creates, times: 1)
      try await home.run("outbox", "retry", "o1").exits(65)
      try await home.run("outbox", "retry", "o1").exits()
      let texts = try await FHIRClient(clinic, as: .patient).texts(in: Self.conversation)
      #expect(Array(texts.suffix(2)) == ["refused", "behind it"], "\(texts)")
    }

    /// After the faults: one sync, and all is there, once and in order.
    private static func settle(_ network: FaultyNetwork, _ clinic: Clinic) async throws {
      try await network.home.run("sync").exits()
      #expect(try await network.home.run("outbox", "list").exits().output == "", "seed \(network.seed)")
      let texts = try await FHIRClient(clinic, as: .patient).texts(in: conversation).filter { $0.hasPrefix("fault ") }
      #expect(texts == network.texts, "seed \(network.seed)")
    }

    private static func saveAll(of network: FaultyNetwork, _ clinic: Clinic) async throws {
      let recipient = try await clinic.home(.practitioner)
      let shown = try await recipient.run("read", conversation, "--json", "--last", "1000").exits().json()
      for message in shown["items"]?[0]?["messages"]?.array ?? [] {
        guard let text = message["text"]?.string, let file = network.files[text],
          let handle = message["handle"]?.string
        else { continue }
        try await recipient.run("save", handle, "-o", handle).exits()
        #expect(FileContent.bytes("\(recipient.folder.path)/\(handle)") == file, "\(text), seed \(network.seed)")
        unlink("\(recipient.folder.path)/\(handle)")
      }
      let saved = shown["items"]?[0]?["messages"]?.array.count { $0["attachments"]?.array.isEmpty == false } ?? 0
      #expect(saved >= network.files.count, "seed \(network.seed)")
    }
  }
}
