import CareTeamCore
import Glibc
import Testing

extension Faults {
  /// The server killed under load.
  struct KilledServerTests {
    /// Who writes, and where: as the server names the conversation, which a mailbox takes as well as a handle.
    private static let writers: [(name: String, user: Clinic.User, conversation: String)] = [
      ("ada-phone", .patient, "7c2e91b4d0c8e27b"), ("ada-laptop", .patient, "6e9b02d7f4a8c513"),
      ("lee-ward", .practitioner, "4be07a91c2f86d35"), ("lee-office", .practitioner, "e70d41c8935fa2b6"),
    ]

    @Test(.clinic, .timeLimit(.minutes(60)))
    func `a server killed under load has all that it acknowledged, and the rest arrives once and in order`()
      async throws
    {
      let start = ContinuousClock.now
      let clinic = try Clinic.open()
      let chance = Chance("server killed")
      var clients: [LoadingClient] = []
      for (name, user, conversation) in Self.writers {
        let home = try await clinic.home(user)
        clients.append(LoadingClient(name, user, home: home, conversation: conversation, chance: chance))
      }
      let kills = Faults.count(3, long: 30)
      let all = clients
      async let load: Void = withTaskGroup(of: Void.self) { group in
        for client in all { group.addTask { await client.run() } }
      }
      for _ in 0..<kills {
        try await Task.sleep(for: .milliseconds(chance.number(in: 300...2000)))
        await clinic.stop(by: SIGKILL)
        // What it had said that it has is there now, before any client says it again.
        try await clinic.restart()
        for client in clients { try await Self.hasAcknowledged(client, clinic, seed: chance.seed) }
      }
      for client in clients { client.stop() }
      await load
      try await Self.finish(clients, clinic, kills: kills, since: start, seed: chance.seed)
    }

    private static func hasAcknowledged(_ client: LoadingClient, _ clinic: Clinic, seed: UInt64) async throws {
      let acknowledged = client.sent.acknowledged
      let there = Set(try await FHIRClient(clinic, as: client.user).texts(in: client.conversation))
      let missing = acknowledged.subtracting(there)
      #expect(missing.isEmpty, "acknowledged and gone: \(missing), seed \(seed)")
    }

    private static func finish(
      _ clients: [LoadingClient], _ clinic: Clinic, kills: Int, since start: ContinuousClock.Instant, seed: UInt64
    ) async throws {
      var (all, acknowledged, files) = (0, 0, 0)
      for client in clients {
        try await client.home.run("sync").exits()
        #expect(try await client.home.run("outbox", "list").exits().output == "", "seed \(seed)")
        let sent = client.sent
        let messages = try await FHIRClient(clinic, as: client.user).messages(in: client.conversation)
        let own = messages.filter { sent.texts.contains($0["payload"]?[0]?["contentString"]?.string ?? "") }
        #expect(own.compactMap { $0["payload"]?[0]?["contentString"]?.string } == sent.texts, "seed \(seed)")
        for message in own {
          let text = message["payload"]?[0]?["contentString"]?.string ?? ""
          guard let file = sent.files[text] else { continue }
          let attachment = try #require(message["payload"]?[1]?["contentAttachment"], "\(text) has no file")
          #expect(try await FHIRClient(clinic, as: client.user).bytes(of: attachment) == file, "\(text), seed \(seed)")
        }
        all += sent.texts.count
        acknowledged += sent.acknowledged.count
        files += sent.files.count
      }
      Faults.report(
        "server killed \(kills) times under \(clients.count) clients: \(all) messages (\(files) with a file), "
          + "\(acknowledged) acknowledged, none of them missing; \(all) on the server, each once, in order",
        since: start)
    }
  }
}
