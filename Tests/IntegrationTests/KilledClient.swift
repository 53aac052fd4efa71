import CareTeamCore
import Testing

/// Replies whose client is killed at a random moment, each then run again with the same client id, as a script would.
struct KilledClient {
  let home: Home
  let clinic: Clinic
  let conversation: String
  let count: Int

  func run(server id: String) async throws {
    var killed = 0
    var stored = 0
    for number in 0..<count {
      let clientId = identifier(number)
      let words = ["reply", conversation, "-m", "kill \(number)", "--client-id", clientId]
      let first = await home.run(words, seconds: Double.random(in: 0.01...0.25))
      guard first.status < 0 else { continue }
      killed += 1
      if await home.run("outbox", "list", "--all").output.contains(clientId) { stored += 1 }
      let again = await home.run(words)
      #expect([0, 8].contains(again.status), "\(again)")
    }
    try await home.run("sync").exits()
    let texts = try await FHIRClient(clinic, as: .patient).texts(in: id).filter { $0.hasPrefix("kill ") }
    #expect(texts == (0..<count).map { "kill \($0)" })
    #expect(try await home.run("outbox", "list").exits().output == "")
    if count > 100 {
      print("\(count) replies, \(killed) killed, \(stored) of those stored before; \(texts.count) on the server")
    }
  }

  private func identifier(_ number: Int) -> String {
    let digits = "000000000000\(number)".suffix(12)
    return "5a7d0f9b-1c2d-4e3f-8a4b-\(digits)"
  }
}
