import CareTeamCore
import CareTeamMailbox
import CareTeamStore
import Testing

/// Lost answers at servers that do not keep a create from happening twice, each with its own habits.
struct UncertainServerTests {
  private static let habits: [[ScriptedServer.Habit]] = [
    [], [.ignoresIdentifiers], [.findsNoIdentifiers], [.refusesIdentifiers], [.dropsIdentifiers],
    [.dropsIdentifiers, .refusesIdentifiers],
  ]

  private func clinic(_ habits: [ScriptedServer.Habit]) throws -> (ScriptedServer, ScriptedClinic) {
    let server = ScriptedServer(habits + [.createsUnconditionally])
    return (server, try ScriptedClinic(server, dialect: .generic))
  }

  @Test(arguments: habits, [ScriptedServer.Fault.answerLost, .kept(503), .kept(500)])
  func `what was stored although the answer was lost is found, and not sent again`(
    habits: [ScriptedServer.Habit], fault: ScriptedServer.Fault
  ) async throws {
    let (server, clinic) = try clinic(habits)
    server.fail("hello", fault)
    try clinic.enqueue("hello", in: 1)
    try clinic.enqueue("after it", in: 1)
    for _ in 0..<3 {
      _ = try await clinic.deliver()
      clinic.pass(120)
    }
    #expect(server.texts == ["hello", "after it"])
    #expect(server.creates == 2)
    #expect(try clinic.store.outbox(includingSent: false) == [])
  }

  @Test(arguments: habits)
  func `what was not stored is sent, but not before a slow server can have stored it`(
    habits: [ScriptedServer.Habit]
  ) async throws {
    let (server, clinic) = try clinic(habits)
    server.fail("hello", .status(500))
    try clinic.enqueue("hello", in: 1)
    #expect(try await clinic.deliver() == [.unknown])
    clinic.pass(30)
    #expect(try await clinic.deliver() == [.unknown])
    #expect(server.creates == 0)
    clinic.pass(31)
    #expect(try await clinic.deliver() == [.sent])
    #expect(server.texts == ["hello"])
  }

  @Test func `where nothing can be found out a person decides`() async throws {
    let (server, clinic) = try clinic([.refusesSearches, .refusesIdentifiers])
    server.fail("hello", .status(500))
    let sent = try clinic.enqueue("hello", in: 1)
    #expect(try await clinic.deliver() == [.unknown])
    clinic.pass(120)
    #expect(try await clinic.deliver() == [.failed])
    #expect(server.texts == [])
    let entry = try #require(try clinic.store.outboxEntry(sent.entry.handle))
    #expect(entry.lastError?.contains("outbox retry --resend \(entry.handle)") == true, "\(entry)")
    _ = try clinic.store.retry(entry.handle, at: clinic.now)
    #expect(try await clinic.deliver() == [.failed])
    _ = try clinic.store.retry(entry.handle, resend: true, at: clinic.now)
    #expect(try await clinic.deliver() == [.sent])
    #expect(server.texts == ["hello"])
  }
}
