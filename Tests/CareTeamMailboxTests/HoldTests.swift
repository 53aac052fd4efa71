import CareTeamCore
import CareTeamMailbox
import CareTeamStore
import Testing

/// `Retry-After`: a server that asks to be left alone is left alone, by every process and for everything.
struct HoldTests {
  private let clinic: ScriptedClinic
  private let server = ScriptedServer()

  init() throws { clinic = try ScriptedClinic(server, dialect: .careteam) }

  @Test(arguments: [429, 503, 500])
  func `nothing is asked of a server until the time it named has passed`(status: Int) async throws {
    server.fail("first", .busy(status, seconds: 90))
    try clinic.enqueue("first", in: 1)
    try clinic.enqueue("elsewhere", in: 2)
    #expect(try await clinic.deliver() == [status == 429 ? .queued : .unknown])
    let asked = server.requests
    let error = await #expect(throws: CareTeamError.self) { try await clinic.deliver() }
    #expect(error?.code == .rateLimited && error?.retryAfterSeconds == 90)
    await #expect(throws: CareTeamError.self) { try await clinic.mailbox.sync(by: Deadline(.seconds(5))) }
    #expect(try clinic.store.hasDueOutboxEntry(at: clinic.now) == false)
    clinic.pass(89)
    await #expect(throws: CareTeamError.self) { try await clinic.deliver() }
    #expect(server.requests == asked)
    clinic.pass(2)
    #expect(try await clinic.deliver() == [.sent, .sent])
  }

  @Test func `a person's retry is sent all the same`() async throws {
    server.fail("first", .busy(429, seconds: 3600))
    try clinic.enqueue("first", in: 1)
    #expect(try await clinic.deliver() == [.queued])
    let plan = DeliveryPlan(force: true, insists: true, deadline: Deadline(.seconds(5)))
    #expect(try await clinic.mailbox.deliver(plan).map(\.state) == [.sent])
  }

  @Test func `a hold noted under a clock that ran ahead is not believed`() async throws {
    try clinic.store.hold(until: clinic.now.adding(seconds: 200_000))
    try clinic.enqueue("first", in: 1)
    #expect(try await clinic.deliver() == [.sent])
  }
}
