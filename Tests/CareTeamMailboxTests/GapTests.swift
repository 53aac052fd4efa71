import CareTeamCore
import CareTeamMailbox
import CareTeamStore
import Testing

/// A server that has lost what it had: what is new there is found all the same, and a consumer learns of it.
struct GapTests {
  private let clinic: ScriptedClinic
  private let server = ScriptedServer()

  init() throws { clinic = try ScriptedClinic(server, dialect: .careteam) }

  private func sync() async throws { _ = try await clinic.mailbox.sync(by: Deadline(.seconds(10))) }

  private func send(_ texts: String...) async throws {
    for text in texts {
      try clinic.enqueue(text, in: 1)
      clinic.pass(600)
    }
    _ = try await clinic.deliver()
  }

  private var gaps: Int {
    get throws { try clinic.store.events(after: 0, limit: 1000).filter { $0.kind == .gap }.count }
  }

  @Test func `a server that is restored from a backup is a gap, once, and what it gets then arrives`() async throws {
    try await send("one", "two", "three")
    try await sync()
    try await sync()
    #expect(try gaps == 0)
    server.restore(to: 1)
    try await sync()
    #expect(try gaps == 1)
    let gap = try #require(try clinic.store.events(after: 0, limit: 1000).last)
    #expect(gap.kind == .gap && gap.conversation == nil && gap.message == nil)
    let digest = try clinic.store.digestMaterial(after: gap.position - 1, through: gap.position, detail: .counts)
    #expect(digest.hasGap && digest.events == gap.position...gap.position)
    #expect(try !clinic.store.digestMaterial(after: gap.position, through: 99, detail: .counts).hasGap)
    try await sync()
    #expect(try gaps == 1)
    try await send("four")
    try await sync()
    #expect(try gaps == 1)
    #expect(server.texts == ["one", "four"])
  }

  @Test func `two quiet days are two mails, and one that is tried again is the same`() {
    func identifier(at: Instant) -> String {
      DigestContent(detail: .counts, at: at, answerWithin: nil, accounts: []).identifier(cursor: "d")
    }
    let morning = Instant(seconds: 1_800_000_000)
    #expect(identifier(at: morning) == identifier(at: morning.adding(seconds: 600)))
    #expect(identifier(at: morning) != identifier(at: morning.adding(seconds: 86_400)))
  }

  @Test func `a server that has lost everything is a gap, and begins anew`() async throws {
    try await send("one")
    try await sync()
    server.restore(to: 0)
    try await sync()
    #expect(try gaps == 1)
    try await sync()
    #expect(try gaps == 1)
  }
}
