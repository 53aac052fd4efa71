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
    try await sync()
    #expect(try gaps == 1)
    try await send("four")
    try await sync()
    #expect(try gaps == 1)
    #expect(server.texts == ["one", "four"])
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
